/** REST, server-sent events and web pages. May import Javalin and Jackson. */
@NullMarked
package podium.dashboard.http;

import org.jspecify.annotations.NullMarked;
