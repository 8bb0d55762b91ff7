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
import podium.cli.metrics.PartMetrics;
import podium.cli.node.NodeSettings;
import podium.cli.node.SchedulerParts;
import podium.scheduler.Scheduler;
import podium.scheduler.config.SchedulerSettings;

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
    options.metrics().check();
    UntilStopped.endingOnErrors(spec);
    KafkaSettings kafka = options.kafka().kafka();
    NodeSettings settings =
        options
            .keys()
            .over(
                new NodeSettings(options.kafka().settings().root())
                    .withKafka(kafka)
                    .withDataDir(options.dataDir().toAbsolutePath().normalize())
                    .with("podium.cluster.host", options.host())
                    .with("podium.cluster.port", options.cluster().clusterPort()));
    // why: what is wrong with them is told before Kafka is looked for
    KeysFlag.complainOfRights(spec, settings.read(SchedulerSettings::from).door());
    if (options.acls()) {
      TopicAcls.ensure(kafka);
    }
    TopicSetup.ensure(kafka);
    TopicSetup.requireWriter(kafka);
    try (Scheduler scheduler = UntilStopped.closing(SchedulerParts.start(settings))) {
      UntilStopped.ending(spec, scheduler.whenStopped());
      options.metrics().begin(spec, port -> PartMetrics.of(scheduler, options.dataDir(), port));
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
