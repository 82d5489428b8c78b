/** What operators see: meters behind the observers of the other rooms. One method per fact there, one meter here. */
@NullMarked
package io.parley.broker.observe;

import org.jspecify.annotations.NullMarked;
