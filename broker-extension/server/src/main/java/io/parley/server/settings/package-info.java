/** What can be set, by flag or in a file: read together, judged together, refused with every fault at once. */
@NullMarked
package io.parley.server.settings;

import org.jspecify.annotations.NullMarked;
