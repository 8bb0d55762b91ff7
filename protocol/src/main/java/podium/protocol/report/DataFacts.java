package podium.protocol.report;

import java.util.List;
import java.util.Objects;
import podium.protocol.AddedLater;
import podium.protocol.Text;

/**
 * What a data set was when an attempt began to train on it.
 *
 * @param fingerprint SHA-256 over names, sizes and content, in hex; empty in logs of earlier
 *     versions
 * @param notes what a person should know of how it was read, a line each, such as the part that is
 *     tested on and what was left out; at most {@value #MOST_NOTES}
 */
public record DataFacts(@AddedLater String fingerprint, @AddedLater List<String> notes) {
  /** The most notes there are. */
  public static final int MOST_NOTES = 20;

  private static final int LONGEST_NOTE = 2000;

  /** Of a data set of which nothing was told. */
  public static final DataFacts UNKNOWN = new DataFacts("", List.of());

  public DataFacts {
    fingerprint = Objects.requireNonNullElse(fingerprint, "");
    notes =
        Objects.requireNonNullElse(notes, List.<String>of()).stream()
            .map(note -> CutText.to(LONGEST_NOTE, note))
            .toList();
    if (notes.size() > MOST_NOTES) {
      throw new IllegalArgumentException(
          Text.of("notes are %d; at most %d are allowed", notes.size(), MOST_NOTES));
    }
  }
}
