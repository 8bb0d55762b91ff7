package podium.cli.command;

import java.util.List;
import podium.cli.error.UserErrorException;
import podium.cli.view.LogView;
import podium.cli.view.TrialRow;

/** Whom a person means by an id or a name. */
final class Meant {
  private Meant() {}

  /**
   * The trials that are meant.
   *
   * @throws UserErrorException if there are none
   */
  static List<TrialRow> trials(LogView view, String id) {
    List<TrialRow> trials = view.meant(id);
    if (trials.isEmpty()) {
      throw new UserErrorException(
          "nothing is called %s; ./podium status lists what there is".formatted(id));
    }
    return trials;
  }
}
