package podium.dashboard.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.nio.file.Path;

/** What any process measures of itself and of its disks, as Micrometer names it. Thread-safe. */
public final class ProcessMetrics implements AutoCloseable {
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /**
   * Measures for a registry.
   *
   * @param folders on the disks that are measured
   */
  public ProcessMetrics(MeterRegistry meters, Path... folders) {
    new JvmMemoryMetrics().bindTo(meters);
    collections.bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    new FileDescriptorMetrics().bindTo(meters);
    new UptimeMetrics().bindTo(meters);
    for (Path folder : folders) {
      new DiskSpaceMetrics(folder.toAbsolutePath().toFile()).bindTo(meters);
    }
  }

  @Override
  public void close() {
    collections.close();
  }
}
