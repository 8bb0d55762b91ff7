package podium.cli.proof;

import java.util.List;

/** A claim that can be checked. */
public interface Proof {
  /** The claim, in a line. */
  String claim();

  /**
   * Checks it.
   *
   * @throws podium.cli.error.UserErrorException if what it takes is not there
   */
  Shown show();

  /**
   * What came of it.
   *
   * @param lines the list that shows it
   * @param why it holds, or does not, in a line
   */
  record Shown(boolean held, List<String> lines, String why) {
    public Shown {
      lines = List.copyOf(lines);
    }
  }
}
