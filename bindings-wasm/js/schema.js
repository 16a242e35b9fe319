import { Model, header } from './glue.js'
import { schemaFailure } from './errors.js'
import { memory, tree } from './memory.js'
import { registrationWords } from './registration.js'

/** The part of a schema that lies in the module. */
export let modelOf

/** What objects and resources are. */
export class Schema {
  #model

  static {
    modelOf = (schema) => {
      if (!(#model in Object(schema))) throw new TypeError('not a Schema')
      return schema.#model
    }
  }

  /** @param {Model} model */
  constructor(model) {
    if (!(model instanceof Model)) throw new TypeError('use Schema.fromXml or Schema.fromTypes')
    this.#model = model
  }

  static fromXml(xml) {
    memory()
    // A text has no encoding any more, whatever it says: the mark makes it UTF-8.
    const model = Model.fromXml(typeof xml === 'string' ? new TextEncoder().encode(`\ufeff${xml}`) : xml)
    if (model === undefined) throw schemaFailure()
    return new Schema(model)
  }

  static fromTypes(types) {
    memory()
    const words = []
    let text = ''
    for (const [path, known] of Object.entries(types)) {
      const { type, multiple } = typeof known === 'string' ? { type: known } : known
      words.push(path.length, type.length, multiple === undefined ? 2 : Number(multiple))
      text += path + type
    }
    const model = Model.fromTypes(text, Uint32Array.from(words))
    if (model === undefined) {
      throw new TypeError('types are given by paths of resources, as in { "/3/9": "integer" }')
    }
    return new Schema(model)
  }

  forClient(registration, { lwm2m = '' } = {}) {
    memory()
    const model = this.#model.forClient(...registrationWords({ ...registration, formats: [] }), lwm2m)
    if (model === undefined) throw new TypeError('versions are texts such as "1.1"')
    return new Schema(model)
  }

  or(other) {
    return new Schema(this.#model.or(modelOf(other)))
  }

  object(id, version = '') {
    return this.#model.object(id, version) ? objectFrom(tree(header())) : undefined
  }

  resource(object, id) {
    return this.#model.resource(object, id) ? resourceFrom(tree(header())) : undefined
  }

  search(text = '') {
    this.#model.search(text)
    return tree(header()).map(objectFrom)
  }
}

/** The schema in the bytes of registry.bin. */
export function registryFrom(bytes) {
  memory()
  const model = Model.fromRegistry(bytes)
  if (model === undefined) throw new TypeError('these bytes are not the file of the registry')
  return new Schema(model)
}

function objectFrom([id, name, version, lwm2mVersion, multiple, mandatory, resources]) {
  const object = { id, name, version, lwm2mVersion, multiple, mandatory }
  return resources === null ? object : { ...object, resources: resources.map(resourceFrom) }
}

function resourceFrom([id, name, type, multiple, mandatory, read, write, execute, range, units]) {
  const operations = (read ? 'R' : '') + (write ? 'W' : '') + (execute ? 'E' : '')
  return { id, name, type: type ?? undefined, multiple, mandatory, operations, range, units }
}
