package podium.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class DataCommandTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... arguments) {
    CommandLine line = Commands.line();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    String[] all = new String[arguments.length + 3];
    all[0] = "data";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[all.length - 2] = "--data-dir";
    all[all.length - 1] = folder.resolve("home").toString();
    return line.execute(all);
  }

  private Path flowers() throws IOException {
    Path set = folder.resolve("flowers");
    for (String name : new String[] {"train/lilac", "train/poppy", "val/lilac", "val/poppy"}) {
      Files.createDirectories(set.resolve(name));
      for (int i = 0; i < 4; i++) {
        picture(set.resolve(name).resolve(i + ".png"), name.endsWith("lilac") ? 0xFF0000 : 0);
      }
    }
    Files.writeString(set.resolve("train/lilac/notes.txt"), "no picture");
    return set;
  }

  private static void picture(Path file, int colour) throws IOException {
    BufferedImage image = new BufferedImage(10, 10, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 100; i++) {
      image.setRGB(i % 10, i / 10, colour);
    }
    ImageIO.write(image, "png", file.toFile());
  }

  @Test
  void path_ofPictures_showsClassesSizesNotesAndMeans() throws IOException {
    Path set = flowers();
    Path sheet = folder.resolve("sheets/flowers.png");

    assertThat(execute(set.toString(), "--size", "16", "--sheet", sheet.toString())).isZero();

    assertThat(out.toString())
        .contains("lilac          4     4", "2 classes      8     8")
        .contains("pictures of 10 x 10 pixels", "read at 16 x 16 pixels")
        .contains("tested on val/ (8 pictures)")
        .contains("left out: 1 that are no pictures, such as train/lilac/notes.txt")
        .contains("mean [0.5000, 0.0000, 0.0000]", "std  [0.5000, 0.0000, 0.0000]")
        .containsPattern("fingerprint [0-9a-f]{64}")
        .contains("a row a class in this order: " + sheet);
    BufferedImage drawn = ImageIO.read(sheet.toFile());
    assertThat(drawn.getRGB(170, 20) & 0xFFFFFF).as("a lilac in the first row").isEqualTo(0xFF0000);
    assertThat(drawn.getRGB(170, 80) & 0xFFFFFF).as("a poppy in the second row").isZero();
  }

  @Test
  void name_ofTheSettings_isRead() {
    assertThat(execute("digits")).isZero();

    assertThat(out.toString()).contains("10 classes  1,437   360").contains("read at 32 x 32");
  }

  @Test
  void json_tellsTheSameToOtherPrograms() throws IOException {
    assertThat(execute("digits", "--json")).isZero();
    JsonNode digits = new ObjectMapper().readTree(out.toString());
    assertThat(digits.get("train").asInt()).isEqualTo(1437);
    assertThat(digits.get("classes")).hasSize(10);
    assertThat(digits.get("mean")).hasSize(3);
    assertThat(digits.get("fingerprint").asText()).matches("[0-9a-f]{64}");

    out.getBuffer().setLength(0);
    assertThat(execute("--json", "--kafka", "127.0.0.1:1")).isZero();
    JsonNode all = new ObjectMapper().readTree(out.toString());
    assertThat(all.get("here").get(1).asText()).isEqualTo("digits");
    assertThat(all.get("ofWorkersUnknown").asText()).contains("127.0.0.1:1");
  }

  @Test
  void name_registeredByAFlag_isRead() throws IOException {
    assertThat(execute("mine", "--data", "mine=" + flowers())).isZero();

    assertThat(out.toString()).startsWith("mine: ").contains("2 classes");
  }

  @Test
  void unclearSet_isRefusedInOneLine() throws IOException {
    Path set = flowers();
    Files.move(set.resolve("val/lilac"), set.resolve("val/Lilac"));

    assertThat(execute(set.toString())).isEqualTo(ExitCodes.FAILED);

    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("podium: " + set)
        .contains("val/ has Lilac, which train/ lacks", "Found: train/ with 2 folders");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void nothingOfThatName_saysWhatIsKnown() {
    assertThat(execute("nowhere")).isEqualTo(ExitCodes.FAILED);

    assertThat(err.toString())
        .contains(
            "nowhere is neither a data set here nor a file or folder; known here: cifar10, digits");
  }

  @Test
  void size_thatIsNone_isAMistake() {
    assertThat(execute("digits", "--size", "5000")).isEqualTo(2);

    assertThat(err.toString()).contains("--size is 5000; allowed: 1 to 1024 pixels");
  }

  @Test
  void withoutASystem_listsWhatIsHere() {
    assertThat(execute("--kafka", "127.0.0.1:1")).isZero();

    assertThat(out.toString())
        .contains("The workers' data sets cannot be told")
        .contains("On this machine, with these settings: cifar10, digits");
  }
}
