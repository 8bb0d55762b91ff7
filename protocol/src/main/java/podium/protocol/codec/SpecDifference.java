package podium.protocol.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import podium.protocol.Text;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.request.Action;

/** What two requests ask differently, their keys aside. Stateless. */
public final class SpecDifference {
  private static final int SHOWN = 120;
  private static final String KEY = "key";

  private SpecDifference() {}

  /** Each difference as {@code recipe.epochs is 3, was 1}; none when the specs ask for the same. */
  public static List<String> between(ExperimentSpec was, ExperimentSpec is) {
    List<String> found = new ArrayList<>();
    compare("", tree(was), tree(is), found);
    return List.copyOf(found);
  }

  /** The same of what is asked of what is there, such as {@code target is e-2, was e-1}. */
  public static List<String> between(Action was, Action is) {
    if (!was.verb().equals(is.verb())) {
      return List.of(Text.of("request is %s, was %s", is.verb(), was.verb()));
    }
    List<String> found = new ArrayList<>();
    compare("", Json.MESSAGES.valueToTree(was), Json.MESSAGES.valueToTree(is), found);
    return List.copyOf(found);
  }

  // why: by way of JSON, so that a field that is added to the spec needs nothing here
  private static JsonNode tree(ExperimentSpec spec) {
    ObjectNode tree = Json.MESSAGES.valueToTree(spec);
    tree.remove(KEY);
    return tree;
  }

  private static void compare(String path, JsonNode was, JsonNode is, List<String> found) {
    if (was.equals(is)) {
      return;
    }
    if (was.isObject() && is.isObject()) {
      TreeSet<String> names = new TreeSet<>();
      was.fieldNames().forEachRemaining(names::add);
      is.fieldNames().forEachRemaining(names::add);
      String prefix = path.isEmpty() ? "" : path + ".";
      names.forEach(name -> compare(prefix + name, at(was, name), at(is, name), found));
    } else if (was.isArray() && is.isArray() && isLong(was, is)) {
      compareLong(path, was, is, found);
    } else {
      found.add(Text.of("%s is %s, was %s", path, shown(is), shown(was)));
    }
  }

  private static void compareLong(String path, JsonNode was, JsonNode is, List<String> found) {
    if (was.size() != is.size()) {
      found.add(Text.of("%s has %d values, had %d", path, is.size(), was.size()));
      return;
    }
    for (int i = 0; i < is.size(); i++) {
      compare(Text.of("%s[%d]", path, i), was.path(i), is.path(i), found);
    }
  }

  private static boolean isLong(JsonNode was, JsonNode is) {
    return Math.max(was.toString().length(), is.toString().length()) > SHOWN;
  }

  private static JsonNode at(JsonNode object, String name) {
    return object.hasNonNull(name) ? object.path(name) : MissingNode.getInstance();
  }

  private static String shown(JsonNode node) {
    if (node.isMissingNode()) {
      return "not given";
    }
    String text =
        node.isTextual() && !node.textValue().isEmpty() ? node.textValue() : node.toString();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
