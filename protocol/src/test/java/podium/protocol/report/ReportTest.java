package podium.protocol.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import podium.protocol.codec.EventCodec;
import podium.protocol.id.TrialId;

final class ReportTest {
  private static String ended(String message) {
    return new Report.Ended(new TrialId("t-1.1"), 1, 2, Outcome.FAILED_CODE, message).message();
  }

  @Test
  void ended_messageOfAnyLength_isAtMostFourThousandCharactersAndSaysThatItIsCut() {
    String longest = "x".repeat(Report.Ended.LONGEST_MESSAGE);
    assertThat(ended(longest)).isEqualTo(longest);

    String cut = ended("y".repeat(300_000));
    assertThat(cut)
        .hasSize(Report.Ended.LONGEST_MESSAGE)
        .startsWith("yyy")
        .endsWith(" ... (cut; it had 300000 characters)");
    assertThat(ended(cut)).as("read again").isEqualTo(cut);
  }

  @Test
  void ended_cutInTheMiddleOfAPair_leavesNoHalfCharacter() {
    for (String before : new String[] {"", "a"}) {
      String cut = ended(before + "\ud83d\ude80".repeat(3000));
      assertThat(new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
          .isEqualTo(cut);
    }
  }

  @Test
  void ended_spooledByAnEarlierVersion_isCutWhenItIsRead() {
    byte[] spooled =
        "{\"type\":\"Ended\",\"trial\":\"t-1.1\",\"attempt\":1,\"sequence\":3,\"outcome\":\"FAILED_CODE\",\"message\":\"%s\",\"hopeless\":true}"
            .formatted("z".repeat(300_000))
            .getBytes(StandardCharsets.UTF_8);
    Report.Ended read = (Report.Ended) EventCodec.decodeReport(spooled);
    assertThat(read.message())
        .hasSize(Report.Ended.LONGEST_MESSAGE)
        .contains("(cut; it had 300000");
    assertThat(read.hopeless()).isTrue();
  }

  @Test
  void started_withNotesOfAnyLength_isFarBelowWhatAMessageMayHold() {
    DataFacts facts =
        new DataFacts("ab".repeat(32), Collections.nCopies(DataFacts.MOST_NOTES, "é".repeat(9999)));
    Start start = new Start("cpu:0", 1, 2, 32, 10, 100, 20, 0, facts);
    assertThat(EventCodec.encode(new Report.Started(new TrialId("t-1.1"), 1, 1, start)))
        .hasSizeLessThan(100_000);
    assertThat(facts.notes()).allMatch(note -> note.endsWith("(cut; it had 9999 characters)"));
  }
}
