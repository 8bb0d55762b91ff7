package podium.workers.training;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.ptr.IntByReference;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The GPU that this process has, as NVIDIA's driver itself tells; stateless. */
final class Gpu {
  private static final Logger LOG = LoggerFactory.getLogger(Gpu.class);
  private static final String DRIVER = "libcuda.so.1";
  private static final int BYTES = 16;

  /** Where a UUID has its hyphens, in digits. */
  private static final int[] HYPHENS = {8, 12, 16, 20};

  private Gpu() {}

  /**
   * The UUID of the first GPU that this process sees, as nvidia-smi writes it; empty when the
   * driver does not tell.
   */
  static String uuid() {
    try {
      NativeLibrary driver = NativeLibrary.getInstance(DRIVER);
      IntByReference device = new IntByReference();
      byte[] uuid = new byte[BYTES];
      boolean told =
          call(driver, "cuInit", 0)
              && call(driver, "cuDeviceGet", device, 0)
              && call(driver, "cuDeviceGetUuid", uuid, device.getValue());
      return told ? words(uuid) : "";
    } catch (UnsatisfiedLinkError e) {
      LOG.warn("which GPU this is cannot be told: {}", e.toString());
      return "";
    }
  }

  private static boolean call(NativeLibrary driver, String name, Object... arguments) {
    Function function = driver.getFunction(name);
    int error = function.invokeInt(arguments);
    if (error != 0) {
      LOG.warn("which GPU this is cannot be told: {} answers {}", name, error);
    }
    return error == 0;
  }

  static String words(byte[] uuid) {
    StringBuilder words = new StringBuilder(HexFormat.of().formatHex(uuid));
    for (int hyphen = HYPHENS.length - 1; hyphen >= 0; hyphen--) {
      words.insert(HYPHENS[hyphen], '-');
    }
    return words.insert(0, "GPU-").toString();
  }
}
