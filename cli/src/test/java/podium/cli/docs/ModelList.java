package podium.cli.docs;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import podium.cli.node.ModelParts;
import podium.cli.view.ModelLine;
import podium.cli.view.ModelTable;
import podium.protocol.experiment.Field;

/** The tables of models and their options in Markdown. Thread-safe. */
final class ModelList {
  private static final int CLASSES = 10;

  private ModelList() {}

  /** The text of a document with the tables between its marks made anew. */
  static String replaceIn(String document) {
    List<ModelLine> models = ModelParts.lines(List.of(), CLASSES, Optional.empty());
    return replace(replace(document, "models", table(models)), "options", options(models));
  }

  private static String replace(String document, String mark, String text) {
    String begin = "<!-- " + mark + ": begin -->\n";
    int from = document.indexOf(begin);
    int to = document.indexOf("<!-- " + mark + ": end -->");
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("the marks of the table of " + mark + " are missing");
    }
    return document.substring(0, from + begin.length()) + text + document.substring(to);
  }

  private static String table(List<ModelLine> models) {
    return "| model | smallest image | default image | parameters | multiply-adds |\n"
        + "|---|--:|--:|--:|--:|\n"
        + models.stream().map(ModelList::row).collect(Collectors.joining());
  }

  private static String row(ModelLine model) {
    return "| `%s` | %d | %d | %s | %s |\n"
        .formatted(
            model.label(),
            model.smallestImage(),
            model.defaultImage(),
            ModelTable.millions(Optional.of(model.parameters())),
            ModelTable.millions(model.multiplyAdds()));
  }

  private static String options(List<ModelLine> models) {
    return "| model | option | default | allowed | meaning |\n|---|---|---|---|---|\n"
        + models.stream()
            .flatMap(model -> model.options().stream().map(option -> row(model, option)))
            .collect(Collectors.joining());
  }

  private static String row(ModelLine model, Field option) {
    return "| `%s` | `%s` | `%s` | %s | %s |\n"
        .formatted(
            model.label(),
            option.name(),
            option.defaultValue(),
            option.kind().allowed(),
            option.meaning());
  }
}
