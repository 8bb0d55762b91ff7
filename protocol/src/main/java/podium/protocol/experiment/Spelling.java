package podium.protocol.experiment;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import podium.protocol.Text;

/** What a person may have meant by a word that is not known. Stateless. */
public final class Spelling {
  private Spelling() {}

  /** The known word that is nearest to the given one, where one is near enough to be meant. */
  public static Optional<String> nearest(String word, Collection<String> known) {
    return known.stream()
        // why: with another number it is another thing, as resnet34 is not resnet18
        .filter(other -> digits(word).equals(digits(other)))
        .filter(other -> distance(word, other) <= Math.max(1, Math.min(3, other.length() / 3)))
        .filter(other -> distance(word, other) < other.length())
        .min(Comparator.comparingInt(other -> distance(word, other)));
  }

  /** {@code "; known here: a, b"}, after a question where a known word may be meant. */
  public static String hint(String word, Collection<String> known, String before) {
    String all = before + String.join(", ", known);
    return "; "
        + nearest(word, known)
            .map(other -> question(other) + Character.toUpperCase(all.charAt(0)) + all.substring(1))
            .orElse(all);
  }

  /** Asks whether another word was meant. */
  public static String question(String other) {
    return Text.of("did you mean %s? ", other);
  }

  private static String digits(String word) {
    return word.replaceAll("[^0-9]", "");
  }

  /** Letters to insert, drop, change or swap with a neighbour, whatever their case. */
  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    // why: what is much longer is not meant, and a long text would cost a large table
    if (Math.abs(a.length() - b.length()) > 3) {
      return Integer.MAX_VALUE;
    }
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cheapest(int[][] cost, String a, String b, int i, int j) {
    int changed = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int least =
        Math.min(cost[i - 1][j - 1] + changed, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
