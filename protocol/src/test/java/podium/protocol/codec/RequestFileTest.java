package podium.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.request.Request;
import podium.protocol.request.Request.Reading;

final class RequestFileTest {
  private static final String FIRST = "experiment: first\ndataset: digits\nmatrix: {model: [m]}\n";
  private static final String LINE =
      "{\"experiment\":\"%s\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"m\"]}}";

  @ParameterizedTest
  @ValueSource(strings = {"---\n", "--- # and\n", "...\n---\n", "---\n---\n# nothing\n---\n"})
  void file_ofYamlDocuments_holdsEach(String between) {
    String text = FIRST + between + FIRST.replace("first", "second") + "---\n";
    assertThat(specs(text))
        .extracting(ExperimentSpec::experiment)
        .containsExactly("first", "second");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "", "\r\n", "  \n\n  ", "\n---\n"})
  void file_ofJsonValues_holdsEach(String between) {
    String text = LINE.formatted("first") + between + LINE.formatted("second") + "\n";
    assertThat(specs(text))
        .extracting(ExperimentSpec::experiment)
        .containsExactly("first", "second");
  }

  @Test
  void file_ofManyPrettyJsonValues_namesTheLineOfEachFault() {
    String bad =
        """
        {
          "experiment": "second",
          "dataset": "digits",
          "matrix": {
            "model": ["m"],
            "seed": [1,
                     1.5]
          },
          "recipe": {"epoch": 2}
        }
        """;
    RequestFile.Part part =
        RequestFile.read(LINE.formatted("first") + "\n" + bad, List.of()).parts().get(1);
    assertThat(placed(part))
        .containsExactly("line 10: recipe.epoch is not a field", "line 8: matrix.seed[1] is 1.5");
  }

  @Test
  void file_yamlFaults_nameTheLineOrTheSettingTheyComeFrom() {
    String text =
        """
        # a comment
        experiment: mine
        matrix:
          model:
            - m
            - {name: resnet18,
               depth: 3}
          learningRate: &rates
            - 0.1
            - high
          weightDecay: *rates
        recipe:
          epoch: 2
          batchSize: 0
        """;
    RequestFile.Part part =
        RequestFile.read(text, List.of("recipe.epochs=0", "tags=[1]")).parts().getFirst();
    assertThat(placed(part))
        .containsExactly(
            "dataset is missing",
            "--set tags: tags[0] is 1",
            "line 13: recipe.epoch is not a field",
            "--set recipe.epochs: recipe.epochs is 0",
            "line 14: recipe.batchSize is 0",
            "line 6: matrix.model[1].depth is not an option",
            "line 10: matrix.learningRate[1] is \"high\"",
            "line 10: matrix.weightDecay[1] is \"high\"");
  }

  @Test
  void alias_standsForWhatItNames() {
    ExperimentSpec spec =
        spec(
            """
            experiment: mine
            dataset: digits
            owner: &me dana
            tags: [*me, &me2 b, *me2]
            matrix:
              model: [m]
              learningRate: &rates [0.01, 1e-3]
              weightDecay: *rates
            """);
    assertThat(spec.tags()).containsExactly("dana", "b", "b");
    assertThat(spec.matrix()).containsEntry("weightDecay", List.of(0.01, 1e-3));
  }

  @Test
  void mergeKey_takesWhatIsNotSaid() {
    ExperimentSpec spec =
        spec(
            """
            experiment: mine
            dataset: digits
            matrix: {model: [m]}
            limits: &bounds {trainImages: 60, wallSeconds: 5}
            recipe:
              epochs: 3
              <<: [{epochs: 1, batchSize: 16}, {batchSize: 32, momentum: 0.5}]
              learningRate: 0.01
            """);
    assertThat(spec.recipe().epochs()).isEqualTo(3);
    assertThat(spec.recipe().batchSize()).isEqualTo(16);
    assertThat(spec.recipe().momentum()).isEqualTo(0.5);
    assertThat(spec.recipe().learningRate()).isEqualTo(0.01);
    assertThat(spec.limits().trainImages()).isEqualTo(60);
  }

  @Test
  void mergeKey_ofAnAlias_isPublishedResolved() {
    String text = FIRST.replace("{model", "&m {model") + "include: {<<: *m, model: n}\n";
    assertThat(RequestFile.read(text, List.of()).parts().getFirst().json())
        .contains("\"include\":{\"model\":\"n\"}")
        .doesNotContain("<<");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "1e-4; 1.0E-4",
        "5e-4; 5.0E-4",
        ".1; 0.1",
        "1_000; 1000",
        "0x1F; 31",
        "0b11; 3",
        "+5; 5",
        "007; 7",
        "5.; 5.0",
        "on; true",
        "yes; true",
        "Off; false",
        "TRUE; true",
        "n; \"n\"",
        "2026-11-24; \"2026-11-24\"",
        "12:30; \"12:30\"",
        "'1'; \"1\"",
        "!!str 5; \"5\"",
        "!!float 1; 1.0",
        "~; null",
        "1,000; \"1,000\"",
        "1.5e; \"1.5e\"",
        "NaN; \"NaN\"",
        "99999999999999999999; 99999999999999999999",
        "!own x; \"x\""
      })
  void scalar_withoutQuotes_isReadAs(String yaml, String json) {
    assertThat(YamlDocuments.value("k: " + yaml).path("k").toString()).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(strings = {".inf", "-.Inf", ".nan", ".NAN", "1e999"})
  void number_thatIsNone_isRefusedInWords(String yaml) {
    assertThat(reasons(FIRST + "recipe: {learningRate: " + yaml + "}\n"))
        .singleElement()
        .asString()
        .startsWith("recipe.learningRate is ")
        .endsWith("; allowed: a number from 1.0E-9 to 100.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void file_inAnyEncodingOfUnicode_isRead(String encoding) {
    String text = FIRST.replace("matrix", "owner: 다나\nmatrix");
    for (String mark : List.of("", "\uFEFF")) {
      byte[] bytes = (mark + text).getBytes(Charset.forName(encoding));
      Reading reading = RequestFile.read(bytes, List.of()).parts().getFirst().reading();
      assertThat(((Request.Submit) ((Reading.Understood) reading).request()).spec().owner())
          .isEqualTo("다나");
    }
  }

  @Test
  void file_inAnotherEncoding_saysHowToSaveIt() {
    byte[] latin = FIRST.replace("first", "größe").getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> RequestFile.read(latin, List.of()))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("the file is not UTF-8 text; save it as UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "``; the file is empty; expected an experiment with dataset and matrix",
        "`# nothing\n---\n---\n`; the file is empty",
        "`a: [1, 2\nb: }`; neither YAML nor JSON: ",
        "`a: 1\n\tb: 2`; (line 2, column 1)",
        "`a: 1\nb:\n  c: 1\n  c: 2`; line 4: c stands twice, first in line 3",
        "`a: *nobody`; found undefined alias nobody (line 1, column 4)",
        "`a: {<<: 5}`; line 1: << merges fields",
        "`a: &a [*a]`; line 1: it is nested more than 20 deep",
        "`a: &a {<<: *a}`; line 1: it is nested more than 20 deep",
        "`{\"a\": 1,\n\"a\": 2}`; line 2: a stands twice, first in line 1",
        "`{\"a\": 1}\n{\"b\": tru}`; not JSON: Unrecognized token 'tru'",
        "`? [a]\n: 1`; a field's name must be a word"
      })
  void file_thatCannotBeRead_saysWhatAndWhere(String text, String told) {
    assertThatThrownBy(() -> RequestFile.read(text, List.of()))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining(told.split(";")[0]);
  }

  @Test
  void aliases_thatGrowWithoutBound_areRefusedAtOnce() {
    for (String level : List.of("[%s]", "{<<: [%s]}", "{a: [%s]}")) {
      String laughs =
          IntStream.range(1, 18)
              .mapToObj(
                  i -> {
                    String before = "*l" + (i - 1);
                    String ten =
                        IntStream.range(0, 10)
                            .mapToObj(j -> before)
                            .collect(Collectors.joining(", "));
                    return "l%d: &l%d %s\n".formatted(i, i, level.formatted(ten));
                  })
              .collect(Collectors.joining("", "l0: &l0 {a: 1}\n", ""));
      assertThatThrownBy(() -> RequestFile.read(laughs, List.of()))
          .isInstanceOf(MalformedMessageException.class)
          .hasMessageContaining("with what its aliases stand for it is larger than");
    }
  }

  @Test
  void brackets_inALongRow_areRefused() {
    for (String open : List.of("[", "{a: ", "- ")) {
      assertThatThrownBy(() -> RequestFile.read("a:\n  " + open.repeat(3_000), List.of()))
          .isInstanceOf(MalformedMessageException.class)
          .hasMessageContaining("nested more than 20 deep");
    }
  }

  @Test
  void key_ofTwoDocuments_isRefusedInTheSecond() {
    String keyed = FIRST + "key: k\n";
    RequestFile file = RequestFile.read(keyed + "---\n" + keyed, List.of());
    assertThat(file.parts().get(0).reading()).isInstanceOf(Reading.Understood.class);
    assertThat(placed(file.parts().get(1)))
        .containsExactly(
            "line 9: key is that of document 1 too, so this one would count as its repeat");
  }

  @Test
  void settings_areLaidOverEachDocument() {
    String text = FIRST + "---\n" + FIRST;
    assertThat(RequestFile.read(text, List.of("recipe.epochs=3", "matrix.model=[alexnet]")).parts())
        .hasSize(2)
        .allSatisfy(
            part ->
                assertThat(part.json())
                    .contains("\"recipe\":{\"epochs\":3}", "{\"model\":[\"alexnet\"]}"));
    for (String wrong : List.of("epochs", "=1", "a=[1")) {
      assertThatThrownBy(() -> RequestFile.read(text, List.of(wrong)))
          .hasMessageStartingWith("cannot set '" + wrong + "'");
    }
  }

  @Test
  void document_largerThanARequest_isRefused() {
    String many =
        IntStream.range(0, 200_000)
            .mapToObj(i -> "'x%d'".formatted(i))
            .collect(Collectors.joining(","));
    assertThatThrownBy(() -> RequestFile.read(FIRST + "tags: [" + many + "]", List.of()))
        .hasMessageContaining("larger than 1048576 bytes");
    byte[] large = new byte[RequestFile.MAX_BYTES + 1];
    assertThatThrownBy(() -> RequestFile.read(large, List.of()))
        .hasMessageContaining("the file has more than 16777216 bytes; publish it in parts");
  }

  private static List<String> placed(RequestFile.Part part) {
    return ((Reading.Refused) part.reading())
        .faults().stream()
            .map(
                fault ->
                    part.place(fault).map(at -> at + ": ").orElse("")
                        + fault.text().split(";")[0].split(" of resnet18")[0])
            .toList();
  }

  private static List<ExperimentSpec> specs(String text) {
    return RequestFile.read(text, List.of()).parts().stream()
        .map(RequestFile.Part::reading)
        .map(Reading.Understood.class::cast)
        .map(understood -> ((Request.Submit) understood.request()).spec())
        .toList();
  }

  private static ExperimentSpec spec(String text) {
    List<ExperimentSpec> all = specs(text);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private static List<String> reasons(String text) {
    return ((Reading.Refused) RequestFile.read(text, List.of()).parts().getFirst().reading())
        .reasons();
  }
}
