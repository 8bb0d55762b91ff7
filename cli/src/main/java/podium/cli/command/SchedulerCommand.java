package podium.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import podium.cli.kafka.KafkaSettings;
import podium.cli.kafka.TopicAcls;
import podium.cli.kafka.TopicSetup;
import podium.cli.node.NodeSettings;
import podium.cli.node.SchedulerParts;
import podium.scheduler.Scheduler;

/** {@code podium scheduler}: the scheduler alone, against any Kafka. */
@Command(
    name = "scheduler",
    description = "Runs a scheduler alone, against any Kafka.",
    mixinStandardHelpOptions = true)
final class SchedulerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private SchedulerOptions options = new SchedulerOptions();

  @Override
  public Integer call() {
    UntilStopped.endingOnErrors(spec);
    KafkaSettings kafka = options.kafka().kafka();
    if (options.acls()) {
      TopicAcls.ensure(kafka);
    }
    TopicSetup.ensure(kafka);
    TopicSetup.requireWriter(kafka);
    NodeSettings settings =
        new NodeSettings(options.kafka().settings().root())
            .withKafka(kafka)
            .withDataDir(options.dataDir().toAbsolutePath().normalize())
            .with("podium.cluster.host", options.host())
            .with("podium.cluster.port", options.cluster().clusterPort());
    try (Scheduler scheduler = UntilStopped.closing(SchedulerParts.start(settings))) {
      UntilStopped.ending(spec, scheduler.whenStopped());
      Terminal.print(
          spec,
          List.of(
              "scheduler on Kafka %s; workers join at %s; stop with Ctrl-C"
                  .formatted(kafka.bootstrapServers(), scheduler.address())));
      UntilStopped.await();
    }
    return ExitCodes.DONE;
  }
}
