package podium.workers.training.data.picture;

import java.io.IOException;

/** A picture that is not read; its message says why, in words. */
final class PictureException extends IOException {
  PictureException(String message) {
    super(message);
  }
}
