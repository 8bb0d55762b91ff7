package podium.protocol.codec;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import podium.protocol.Text;

/** Reads JSON values that follow each other, on lines of their own or not. */
final class JsonDocuments {
  private final JsonParser parser;

  private JsonDocuments(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * The values of a text.
   *
   * @throws JacksonException when it is not JSON
   */
  static List<Document> read(String text) throws JacksonException {
    List<Document> documents = new ArrayList<>();
    try (JsonParser parser = Json.PEOPLE_FILES.createParser(text)) {
      while (parser.nextToken() != null) {
        Places places = new Places();
        JsonNode tree = new JsonDocuments(parser).value("", places);
        documents.add(new Document(tree, places));
      }
    } catch (JacksonException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("a text is read without input or output", e);
    }
    return documents;
  }

  private JsonNode value(String path, Places places) throws IOException {
    places.line(path, parser.currentTokenLocation().getLineNr());
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      ObjectNode object = Json.PEOPLE_JSON.createObjectNode();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        object.set(name, value(path.isEmpty() ? name : path + "." + name, places));
      }
      return object;
    }
    if (token == JsonToken.START_ARRAY) {
      ArrayNode array = Json.PEOPLE_JSON.createArrayNode();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        array.add(value(Text.of("%s[%d]", path, array.size()), places));
      }
      return array;
    }
    return Json.MESSAGES.readTree(parser);
  }
}
