package podium.dashboard.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;

/**
 * Answers HEAD as GET: the server below sends the same headers and leaves the body out. Javalin's
 * own answer to HEAD is empty, whatever GET answers. Stateless.
 */
final class Heads implements Filter {
  private static final String HEAD = "HEAD";

  /** Whether only the head of an answer is wanted. */
  static boolean only(HttpServletRequest request) {
    return Boolean.TRUE.equals(request.getAttribute(Heads.class.getName()));
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest http && http.getMethod().equals(HEAD)) {
      request.setAttribute(Heads.class.getName(), true);
      chain.doFilter(new AsGet(http), response);
    } else {
      chain.doFilter(request, response);
    }
  }

  private static final class AsGet extends HttpServletRequestWrapper {
    private AsGet(HttpServletRequest head) {
      super(head);
    }

    @Override
    public String getMethod() {
      return "GET";
    }
  }
}
