package podium.workers.remote;

import akka.actor.ExtendedActorSystem;
import akka.serialization.SerializerWithStringManifest;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Bytes that travel as a message of a class, whatever they say. */
record Forged(Class<?> as, String json) {

  /** Stands in the place of the serializer for messages in the system of whoever forges. */
  public static final class Forger extends SerializerWithStringManifest {
    private static final int OF_CBOR = 33;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper CBOR = new CBORMapper();

    /** As Akka makes its serializers. */
    public Forger(ExtendedActorSystem system) {}

    @Override
    public int identifier() {
      return OF_CBOR;
    }

    @Override
    public String manifest(Object forged) {
      return ((Forged) forged).as().getName();
    }

    @Override
    public byte[] toBinary(Object forged) {
      try {
        return CBOR.writeValueAsBytes(JSON.readTree(((Forged) forged).json()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
      throw new UnsupportedOperationException("it only forges");
    }
  }
}
