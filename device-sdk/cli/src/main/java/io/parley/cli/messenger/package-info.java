/** What a messenger shows and does, as a person sees it: between the SDK on one side and the screen on the other. */
@NullMarked
package io.parley.cli.messenger;

import org.jspecify.annotations.NullMarked;
