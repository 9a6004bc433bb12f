import { create, createFileRegistry, type FileRegistry } from '@bufbuild/protobuf'
import { file_google_protobuf_timestamp, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'

import { fileDescriptor } from './fileDescriptor.ts'

/** Reads the texts of proto files, by their path, into descriptors that protobuf and Connect libraries work with: no code is generated. */
export function protoRegistry(files: Readonly<Record<string, string>>): FileRegistry {
  const file = [file_google_protobuf_timestamp.proto, ...Object.entries(files).map(([path, text]) => fileDescriptor(path, text))]
  return createFileRegistry(create(FileDescriptorSetSchema, { file }))
}
