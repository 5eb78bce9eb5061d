"""Prints the event file named, a JSON object a line; checks both checksums of every record.

The messages are read by python3-protobuf, from descriptors with the field numbers of TensorFlow's event.proto and
summary.proto. Exits with 0, or with a message and 1.
"""
import json
import struct
import sys

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

Field = descriptor_pb2.FieldDescriptorProto


def message(file, name, *fields):
    entry = file.message_type.add(name=name)
    for number, field, kind, label, type_name in fields:
        entry.field.add(number=number, name=field, type=kind, label=label, type_name=type_name)


def event_class():
    file = descriptor_pb2.FileDescriptorProto(name="event.proto", package="t", syntax="proto3")
    one, many = Field.LABEL_OPTIONAL, Field.LABEL_REPEATED
    message(file, "Value", (1, "tag", Field.TYPE_STRING, one, None), (2, "simple_value", Field.TYPE_FLOAT, one, None))
    message(file, "Summary", (1, "value", Field.TYPE_MESSAGE, many, ".t.Value"))
    message(file, "Event", (1, "wall_time", Field.TYPE_DOUBLE, one, None), (2, "step", Field.TYPE_INT64, one, None),
            (3, "file_version", Field.TYPE_STRING, one, None), (5, "summary", Field.TYPE_MESSAGE, one, ".t.Summary"))
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName("t.Event"))


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def check(path, offset, data, masked):
    crc = crc32c(data)
    expected = ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF
    if masked != expected:
        sys.exit(f"{path} @ byte {offset}: checksum is {masked:#010x}; expected {expected:#010x}")


Event = event_class()
for path in sys.argv[1:]:
    data = open(path, "rb").read()
    offset = 0
    while offset < len(data):
        length, crc = struct.unpack_from("<QI", data, offset)
        check(path, offset, data[offset:offset + 8], crc)
        start, end = offset + 12, offset + 12 + length
        check(path, start, data[start:end], struct.unpack_from("<I", data, end)[0])
        event = Event.FromString(data[start:end])
        if event.file_version:
            print(json.dumps({"version": event.file_version, "time": event.wall_time}))
        for value in event.summary.value:
            print(json.dumps({"step": event.step, "tag": value.tag, "value": value.simple_value, "time": event.wall_time}))
        offset = end + 4
