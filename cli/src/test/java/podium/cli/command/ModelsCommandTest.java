package podium.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import podium.protocol.experiment.Catalog;

final class ModelsCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void models_withoutFlags_areAllWithSizesCostsAndOptions() {
    assertThat(execute()).isEqualTo(ExitCodes.DONE);
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(1 + Catalog.BUILT_IN.models().size());
    assertThat(words(lines.getFirst()))
        .isEqualTo("model smallest default parameters multiply-adds options");
    assertThat(lines.stream().map(ModelsCommandTest::words))
        .contains(
            "alexnet 63 px 64 px 57.04 M 94.09 M",
            "resnet18 32 px 32 px 11.18 M 37.02 M",
            "inception_v3 75 px 96 px 21.81 M 338.87 M batchNorm: true or false, default true");
  }

  @Test
  void models_askedForASize_tellItsCostToo() {
    assertThat(execute("resnet18", "inception_v3", "--image-size", "64", "--classes", "1000"))
        .isEqualTo(ExitCodes.DONE);
    assertThat(out.toString().lines().map(ModelsCommandTest::words))
        .satisfiesExactly(
            head -> assertThat(head).contains("multiply-adds at 64 px options"),
            row -> assertThat(row).isEqualTo("resnet18 32 px 32 px 11.69 M 37.52 M 148.56 M"),
            row -> assertThat(row).contains("23.83 M", "too small", "batchNorm"));
  }

  @Test
  void models_asJson_areExact() throws JsonProcessingException {
    String wide = "mobilenet_v2(widthMultiplier=1.4)";
    assertThat(execute(wide, "--json", "--image-size=224", "--classes=1000"))
        .isEqualTo(ExitCodes.DONE);
    JsonNode model = new ObjectMapper().readTree(out.toString()).get(0);
    assertThat(model.get("model").asText()).isEqualTo(wide);
    assertThat(model.get("parameters").asLong()).isEqualTo(6_108_776);
    assertThat(model.get("multiplyAddsAtImageSize").asLong()).isEqualTo(582_195_824);
    assertThat(model.get("options").get(0).get("default").asDouble()).isEqualTo(1.0);
  }

  @Test
  void models_wrong_areAllNamed() {
    assertThat(execute("resnet19", "mobilenet_v2(width=2)", "b(")).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString())
        .contains(
            "resnet19 is no model here; known: airbench, alexnet, ",
            "mobilenet_v2.width is not an option of mobilenet_v2; it has widthMultiplier",
            "'b(' is no model; give a model's name");
    assertThat(execute("--classes", "0")).isEqualTo(ExitCodes.REFUSED);
    assertThat(err.toString()).contains("--classes is 0; allowed: 1 to 1000000");
  }

  private static String words(String line) {
    return line.strip().replaceAll(" +", " ");
  }

  private int execute(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "models";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Commands.line()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }
}
