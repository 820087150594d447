/** What packages/shared uses and JavaScript engines of old phones (iOS before 15.4, Android WebView before 93) do not have. */
if (typeof Object.hasOwn !== 'function') {
  Object.hasOwn = (target: object, key: PropertyKey) => Object.prototype.hasOwnProperty.call(target, key)
}
