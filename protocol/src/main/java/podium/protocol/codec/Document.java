package podium.protocol.codec;

import com.fasterxml.jackson.databind.JsonNode;

/** One value of a file, and where its fields stand. */
record Document(JsonNode tree, Places places) {}
