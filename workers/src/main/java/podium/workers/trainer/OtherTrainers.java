package podium.workers.trainer;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The trainer processes of this user on this machine, whosever they are; stateless. */
final class OtherTrainers {
  private OtherTrainers() {}

  /** Those that are there now, as far as the system tells. */
  static Stream<ProcessHandle> alive() {
    return ProcessHandle.allProcesses().filter(process -> arguments(process).isPresent());
  }

  /** What the command of one says; nothing where the process is none. */
  static Optional<List<String>> arguments(ProcessHandle process) {
    return process
        .info()
        .arguments()
        .map(List::of)
        .filter(given -> given.contains(TrainerMain.class.getName()));
  }
}
