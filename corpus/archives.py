"""The files inside a .zip, within limits: an archive can promise little and unpack to terabytes."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from corpus.errors import ReadingError

# News text packs to about a third. Members that pack to less than a hundredth are bombs.
_HIGHEST_RATIO = 100
_RATIO_MATTERS_FROM = 2**20


@dataclass(frozen=True)
class Member:
    """A file in an archive: its path there and its bytes, or why it was not unpacked."""

    path: PurePosixPath
    data: bytes = b""
    reason: str = ""


def unpack(data: bytes, *, members: int, member_bytes: int, total_bytes: int) -> Iterator[Member]:
    """Give the files of an archive in the order of their paths.

    Args:
        data: The archive.
        members: The most files that are unpacked.
        member_bytes: The largest file that is unpacked.
        total_bytes: The most bytes that are unpacked in all.

    Raises:
        ReadingError: It is no archive, or holds too many files.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ReadingError("is not a ZIP archive that can be read") from error
    with archive:
        files = [info for info in archive.infolist() if not info.is_dir()]
        if len(files) > members:
            raise ReadingError(f"holds {len(files)} files, more than the limit of {members}")
        left = total_bytes
        for info, path in sorted(((info, _path_of(info)) for info in files), key=lambda f: f[1]):
            if left <= 0:
                yield Member(path, reason="comes after the limit on what is unpacked in all")
                continue
            member = _unpack_member(archive, info, path, min(member_bytes, left))
            left -= len(member.data)
            yield member


def _unpack_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: PurePosixPath, limit: int
) -> Member:
    if info.flag_bits & 1:
        return Member(path, reason="is encrypted; pack it without a password")
    if info.file_size > limit:
        return Member(path, reason=f"is larger than {limit // 2**20} MiB once unpacked")
    ratio = info.file_size / max(info.compress_size, 1)
    if info.file_size > _RATIO_MATTERS_FROM and ratio > _HIGHEST_RATIO:
        return Member(path, reason="is packed so tightly that it looks like an attack")
    try:
        with archive.open(info) as stream:
            # The size in the directory is a promise; read no more than it.
            data = stream.read(info.file_size + 1)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
    ):
        return Member(path, reason="is damaged in the archive")
    return Member(path, data)


def _path_of(info: zipfile.ZipInfo) -> PurePosixPath:
    """Return a member's path without anything that could lead out of the archive."""
    name = info.filename
    if not info.flag_bits & 0x800:
        # Without the flag for UTF-8 the name was read as cp437, though many packers write UTF-8.
        try:
            name = name.encode("cp437").decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = info.filename
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return PurePosixPath(*parts) if parts else PurePosixPath("unnamed")
