package podium.dashboard.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** The pages and the files they need: these and no others, read once. Immutable. */
final class Assets {
  private static final List<String> PAGES =
      List.of("/", "/experiments", "/experiments/{id}", "/trials/{id}", "/workers", "/rejected");

  private static final List<Pattern> PAGE_PATHS =
      PAGES.stream().map(page -> Pattern.compile(page.replace("{id}", "[^/]+"))).toList();

  private static final List<String> OWN =
      List.of(
          "app.css",
          "theme.js",
          "app.js",
          "api.js",
          "live.js",
          "login.js",
          "notices.js",
          "dom.js",
          "format.js",
          "columns.js",
          "charts.js",
          "pages/leaderboard.js",
          "pages/experiments.js",
          "pages/experiment.js",
          "pages/trial.js",
          "pages/workers.js",
          "pages/rejected.js",
          "icon.svg");

  private static final Map<String, String> LIBRARIES =
      Map.of(
          "/lib/tabulator.js", "tabulator-tables/6.3.1/dist/js/tabulator_esm.min.mjs",
          "/lib/tabulator.css", "tabulator-tables/6.3.1/dist/css/tabulator_simple.min.css",
          "/lib/echarts.js", "echarts/5.3.1/dist/echarts.esm.min.js");

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
    PAGES.forEach(page -> files.put(page, load("/web/index.html")));
    files.put(Login.PATH, load("/web/login.html"));
    OWN.forEach(file -> files.put("/web/" + file, load("/web/" + file)));
    LIBRARIES.forEach((path, file) -> files.put(path, load("/META-INF/resources/webjars/" + file)));
  }

  /** Whether a path is of a page or of a file that every page needs. */
  static boolean have(String path) {
    return path.equals(Login.PATH)
        || LIBRARIES.containsKey(path)
        || OWN.contains(path.replaceFirst("^/web/", ""))
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

  private static Asset load(String resource) {
    try (InputStream in = Assets.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its file " + resource);
      }
      byte[] content = in.readAllBytes();
      CRC32 sum = new CRC32();
      sum.update(content);
      String tag = '"' + HexFormat.of().toHexDigits(sum.getValue()) + '"';
      return new Asset(content, type(resource), tag);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }

  private static String type(String resource) {
    String ending = resource.substring(resource.lastIndexOf('.') + 1);
    return switch (ending) {
      case "html" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> "text/javascript; charset=utf-8";
    };
  }
}
