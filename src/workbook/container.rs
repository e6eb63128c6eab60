//! The zip container of `.xlsx` and `.ods`, inflated once under the limits before any parser sees it.
//!
//! What counts is what really comes out: sizes that a bomb declares are only a reason to refuse early. Parts that
//! hold a document type or entities are refused.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{Limits, Measure, Watch, WorkbookError, keep_on, too_large};

/// Which kind of workbook the container holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Contents {
    OpenXml,
    OpenDocument,
}

/// Inflates every part, counting, and says what the container holds.
///
/// # Errors
/// When it is truncated, damaged, encrypted, past a limit, or no workbook.
pub(super) fn check(
    bytes: &[u8],
    limits: &Limits,
    watch: Watch<'_>,
) -> Result<Contents, WorkbookError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(opening)?;
    if archive.len() > limits.parts {
        return Err(too_large(Measure::Parts, limits.parts));
    }
    let mut inflated = 0;
    for at in 0..archive.len() {
        keep_on(watch, 0)?;
        inflated += inflate(&mut archive, at, inflated, limits)?;
    }
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has("xl/workbook.xml") || has("xl\\workbook.xml") {
        return Ok(Contents::OpenXml);
    }
    if !has("content.xml") {
        return Err(WorkbookError::NotAWorkbook);
    }
    let manifest = part(&mut archive, "META-INF/manifest.xml").unwrap_or_default();
    if contains(&manifest, b"encryption-data") {
        return Err(WorkbookError::PasswordProtected);
    }
    Ok(Contents::OpenDocument)
}

/// The bytes of a part, after [`check`] has found the container within its limits.
pub(super) fn part(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    name: &str,
) -> Result<Vec<u8>, WorkbookError> {
    let mut bytes = Vec::new();
    let mut file = archive.by_name(name).map_err(opening)?;
    file.read_to_end(&mut bytes).map_err(|error| WorkbookError::Unreadable(error.to_string()))?;
    Ok(bytes)
}

/// Inflates one part and returns how many bytes came out.
fn inflate(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    at: usize,
    before: u64,
    limits: &Limits,
) -> Result<u64, WorkbookError> {
    let mut file = archive.by_index(at).map_err(opening)?;
    let name = file.name().map_err(opening)?.to_ascii_lowercase();
    let is_xml = [".xml", ".rels"].iter().any(|end| name.ends_with(end));
    let mut chunk = vec![0; 64 << 10];
    let mut size = 0_u64;
    let mut kept = 0;
    loop {
        let got = file
            .read(&mut chunk[kept..])
            .map_err(|error| WorkbookError::Unreadable(error.to_string()))?;
        if got == 0 {
            return Ok(size);
        }
        size += got as u64;
        if size > limits.part_bytes {
            return Err(WorkbookError::TooLarge {
                what: Measure::PartBytes,
                limit: limits.part_bytes,
            });
        }
        if before + size > limits.inflated_bytes {
            return Err(WorkbookError::TooLarge {
                what: Measure::InflatedBytes,
                limit: limits.inflated_bytes,
            });
        }
        let filled = kept + got;
        if is_xml && DECLARATIONS.iter().any(|mark| contains(&chunk[..filled], mark)) {
            return Err(WorkbookError::ForbiddenXml);
        }
        // The end is kept, so that a declaration across two chunks is seen.
        kept = OVERLAP.min(filled);
        chunk.copy_within(filled - kept..filled, 0);
    }
}

const DECLARATIONS: [&[u8]; 2] = [b"<!DOCTYPE", b"<!ENTITY"];
const OVERLAP: usize = 8;

fn contains(bytes: &[u8], mark: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == mark[0]) {
        if rest[at..].starts_with(mark) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the zip crate adds to its errors from release to release"
)]
fn opening(error: ZipError) -> WorkbookError {
    match error {
        ZipError::InvalidArchive(_) => WorkbookError::Truncated,
        ZipError::InvalidPassword => WorkbookError::PasswordProtected,
        ZipError::UnsupportedArchive(why) if why == ZipError::PASSWORD_REQUIRED => {
            WorkbookError::PasswordProtected
        }
        other => WorkbookError::Unreadable(other.to_string()),
    }
}
