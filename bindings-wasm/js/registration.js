/** A registration, whose formats are numbers, as a text and numbers for the module. */
export function registrationWords({ root = '/', formats = [], objects = [] }) {
  const words = [root.length, formats.length, ...formats]
  let text = root
  for (const { id, version, instances = [] } of objects) {
    words.push(id, version === undefined ? -1 : version.length, instances.length, ...instances)
    text += version ?? ''
  }
  return [text, Int32Array.from(words)]
}
