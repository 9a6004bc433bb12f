import { create, type MessageInitShape } from '@bufbuild/protobuf'
import {
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
  FileDescriptorProtoSchema,
  MethodOptions_IdempotencyLevel as Idempotency,
  type DescriptorProtoSchema,
  type FieldDescriptorProtoSchema,
  type FileDescriptorProto,
  type ServiceDescriptorProtoSchema,
} from '@bufbuild/protobuf/wkt'
import protobuf from 'protobufjs'

type MessageShape = MessageInitShape<typeof DescriptorProtoSchema>
type FieldShape = MessageInitShape<typeof FieldDescriptorProtoSchema>
type ServiceShape = MessageInitShape<typeof ServiceDescriptorProtoSchema>

const SCALARS: Readonly<Record<string, Type>> = {
  double: Type.DOUBLE,
  int64: Type.INT64,
  uint64: Type.UINT64,
  int32: Type.INT32,
  uint32: Type.UINT32,
  bool: Type.BOOL,
  string: Type.STRING,
  bytes: Type.BYTES,
}
const TIMESTAMP = 'google.protobuf.Timestamp'

/**
 * Describes one proto file as protobuf describes itself. Understands what our protos use: packages, services, flat messages, scalars, other
 * messages of the same package, lists, optionals and timestamps; throws TypeError for anything else rather than describe it wrongly.
 */
export function fileDescriptor(name: string, text: string): FileDescriptorProto {
  const { root, package: within = '', imports = [] } = protobuf.parse(text, new protobuf.Root(), { keepCase: true })
  const members = root.lookup(within) instanceof protobuf.Namespace ? (root.lookup(within) as protobuf.Namespace).nestedArray : []
  const messageType: MessageShape[] = []
  const service: ServiceShape[] = []
  for (const member of members) {
    if (member instanceof protobuf.Type) messageType.push(messageOf(member, within))
    else if (member instanceof protobuf.Service) service.push(serviceOf(member, within))
    else throw new TypeError(`${name}: ${member.fullName} is neither a message nor a service`)
  }
  return create(FileDescriptorProtoSchema, { name, package: within, syntax: 'proto3', dependency: imports, messageType, service })
}

function messageOf(type: protobuf.Type, within: string): MessageShape {
  if (type.nestedArray.length > 0) throw new TypeError(`${type.fullName} has types of its own`)
  const optional = type.fieldsArray.filter(isOptional)
  if (type.oneofsArray.length > optional.length) throw new TypeError(`${type.fullName} has a oneof`)
  return {
    name: type.name,
    field: type.fieldsArray.map((field) => fieldOf(field, { within, oneof: optional.indexOf(field) })),
    // Every optional of proto3 is described as a oneof of its own.
    oneofDecl: optional.map((field) => ({ name: `_${field.name}` })),
  }
}

function fieldOf(field: protobuf.Field, { within, oneof }: { readonly within: string; readonly oneof: number }): FieldShape {
  if (field.map) throw new TypeError(`${field.fullName} is a map`)
  const scalar = SCALARS[field.type]
  return {
    name: field.name,
    jsonName: protobuf.util.camelCase(field.name),
    number: field.id,
    label: field.repeated ? Label.REPEATED : Label.OPTIONAL,
    ...(scalar === undefined
      ? { type: Type.MESSAGE, typeName: field.type === TIMESTAMP ? `.${TIMESTAMP}` : `.${within}.${field.type}` }
      : { type: scalar }),
    ...(oneof < 0 ? {} : { proto3Optional: true, oneofIndex: oneof }),
  }
}

const isOptional = (field: protobuf.Field): boolean => field.getOption('proto3_optional') === true

function serviceOf(service: protobuf.Service, within: string): ServiceShape {
  return {
    name: service.name,
    method: service.methodsArray.map((method) => {
      if (method.requestStream === true || method.responseStream === true) throw new TypeError(`${method.fullName} is not unary`)
      const quiet = method.getOption('idempotency_level') === 'NO_SIDE_EFFECTS'
      return {
        name: method.name,
        inputType: `.${within}.${method.requestType}`,
        outputType: `.${within}.${method.responseType}`,
        ...(quiet ? { options: { idempotencyLevel: Idempotency.NO_SIDE_EFFECTS } } : {}),
      }
    }),
  }
}
