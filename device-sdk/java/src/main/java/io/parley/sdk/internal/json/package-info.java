/** The JSON of api calls, as a tree. The only room that imports Jackson; the bodies of the protocol have codecs of their own. */
@NullMarked
package io.parley.sdk.internal.json;

import org.jspecify.annotations.NullMarked;
