package podium.dashboard.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.CRC32;

/** The pages and the files they need: these and no others, read once. Immutable. */
final class Assets {
  /** The one table of pages, which the pages themselves read, too. */
  private static final String TABLE = "pages.json";

  private static final JsonNode PAGES =
      RowJson.parse(new String(read("/web/" + TABLE), StandardCharsets.UTF_8));

  private static final List<String> PATHS = ofPages(page -> page.get("path").asText());

  private static final List<Pattern> PAGE_PATHS =
      PATHS.stream().map(path -> Pattern.compile(path.replace("{id}", "[^/]+"))).toList();

  private static final List<String> SHARED =
      List.of(
          TABLE,
          "app.css",
          "theme.js",
          "app.js",
          "accuracies.js",
          "api.js",
          "at.js",
          "routes.js",
          "live.js",
          "store.js",
          "login.js",
          "notices.js",
          "dom.js",
          "widgets.js",
          "colours.js",
          "format.js",
          "points.js",
          "report.js",
          "reportcard.js",
          "requests.js",
          "specform.js",
          "tabs.js",
          "tagging.js",
          "trainerlog.js",
          "trialtables.js",
          "lineage.js",
          "yaml.js",
          "words.js",
          "words/en.js",
          "words/ko.js",
          "columns.js",
          "grid.js",
          "heads.js",
          "charts.js",
          "gantt.js",
          "learning.js",
          "actions.js",
          "asking.js",
          "balls.js",
          "base.js",
          "board.js",
          "cards.js",
          "curves.js",
          "difference.js",
          "filters.js",
          "grouping.js",
          "groups.js",
          "picking.js",
          "saved.js",
          "seeds.js",
          "smoothing.js",
          "spaces.js",
          "verdict.js",
          "view.js",
          "conditions.js",
          "icon.svg");

  private static final Set<String> OWN =
      Stream.concat(
              SHARED.stream(),
              ofPages(page -> "pages/%s.js".formatted(page.get("module").asText())).stream())
          .map(file -> "/web/" + file)
          .collect(Collectors.toUnmodifiableSet());

  private static final Map<String, String> LIBRARIES =
      Map.of(
          "/lib/tabulator.js", "webjars/tabulator-tables/6.3.1/dist/js/tabulator_esm.min.mjs",
          "/lib/tabulator.css", "webjars/tabulator-tables/6.3.1/dist/css/tabulator_simple.min.css",
          "/lib/echarts.js", "_static/echarts/6.0.0/dist/echarts.esm.min.js");

  private static final class Asset {
    private final byte[] content;
    private final String type;
    private final String tag;

    private Asset(byte[] content, String type, String tag) {
      this.content = content;
      this.type = type;
      this.tag = tag;
    }
  }

  private final Map<String, Asset> files = new TreeMap<>();

  Assets() {
    PATHS.forEach(path -> files.put(path, load("/web/index.html")));
    files.put(Login.PATH, load("/web/login.html"));
    OWN.forEach(file -> files.put(file, load(file)));
    LIBRARIES.forEach((path, file) -> files.put(path, load("/META-INF/resources/" + file)));
  }

  /** Whether a path is of a page or of a file that every page needs. */
  static boolean have(String path) {
    return path.equals(Login.PATH)
        || LIBRARIES.containsKey(path)
        || OWN.contains(path)
        || PAGE_PATHS.stream().anyMatch(page -> page.matcher(path).matches());
  }

  void routes(RoutesConfig routes) {
    files.forEach((path, asset) -> routes.get(path, context -> send(context, asset)));
  }

  private static void send(Context context, Asset asset) {
    context.header("Cache-Control", "no-cache").header("ETag", asset.tag);
    if (asset.tag.equals(context.header("If-None-Match"))) {
      context.status(304);
    } else {
      context.contentType(asset.type).result(asset.content);
    }
  }

  private static List<String> ofPages(Function<JsonNode, String> what) {
    return StreamSupport.stream(PAGES.spliterator(), false).map(what).toList();
  }

  private static Asset load(String resource) {
    byte[] content = read(resource);
    CRC32 sum = new CRC32();
    sum.update(content);
    return new Asset(
        content, type(resource), '"' + HexFormat.of().toHexDigits(sum.getValue()) + '"');
  }

  private static byte[] read(String resource) {
    try (InputStream in = Assets.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its file " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }

  private static String type(String resource) {
    String ending = resource.substring(resource.lastIndexOf('.') + 1);
    return switch (ending) {
      case "html" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "json" -> "application/json";
      case "svg" -> "image/svg+xml";
      default -> "text/javascript; charset=utf-8";
    };
  }
}
