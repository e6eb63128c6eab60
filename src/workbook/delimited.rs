//! CSV: text with commas, semicolons or tabs, in any of the encodings that offices save it in.
//!
//! The encoding shows in the bytes: a mark at the start, zero bytes of UTF-16, valid UTF-8, and else windows-1258 or
//! the bytes of the old fonts, whichever reads as Vietnamese.

use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{Encoding as Charset, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258};

use super::{Tally, WorkbookError};
use crate::domain::ledger::{Cell, Sheet};
use crate::domain::legacy_encoding::{Encoding, Evidence};

/// Bytes of which the encoding is judged.
const SAMPLE: usize = 64 << 10;

/// Whether the bytes are text at all: few control characters, in one of the encodings.
pub(super) fn is_text(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let (text, _, _) = charset(sample).decode(sample);
    let odd = text
        .chars()
        .filter(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{1a}'))
        .count();
    let is_wide = matches!(charset(sample).name(), "UTF-16LE" | "UTF-16BE");
    odd * 200 <= text.chars().count() && (is_wide || !sample.contains(&0))
}

/// Reads the one sheet of a text.
pub(super) fn read(
    file_name: &str,
    bytes: &[u8],
    tally: &mut Tally<'_>,
) -> Result<Vec<Sheet>, WorkbookError> {
    let (text, _, _) = charset(bytes).decode(bytes);
    // Line ends alike, the last one too: rows are counted by them.
    let text = format!("{}\n", text.replace("\r\n", "\n"));
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&text))
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let (mut row, mut line) = (0_u64, reader.position().line());
    while reader
        .read_record(&mut record)
        .map_err(|error| WorkbookError::Unreadable(error.to_string()))?
    {
        let within: usize = record.iter().map(|field| field.matches('\n').count()).sum();
        let now = reader.position().line();
        row += (now - line).saturating_sub(within as u64).max(1);
        line = now;
        let number = u32::try_from(row).unwrap_or(u32::MAX);
        for (column, field) in (0..).zip(&record) {
            tally.put(number, column, Cell::Text(field.to_owned()))?;
        }
    }
    let name = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
    tally.close(name.to_owned())?;
    Ok(std::mem::take(&mut tally.sheets))
}

fn charset(bytes: &[u8]) -> &'static Charset {
    if let Some((marked, _)) = Charset::for_bom(bytes) {
        return marked;
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    // Of wide text in Vietnamese more than half of the high bytes are zero, and none of the low ones.
    if odd * 5 > sample.len() && even * 20 < odd {
        return UTF_16LE;
    }
    if even * 5 > sample.len() && odd * 20 < even {
        return UTF_16BE;
    }
    match std::str::from_utf8(bytes) {
        Ok(_) => UTF_8,
        // Cut in the middle of a letter by the sample.
        Err(error) if error.error_len().is_none() => UTF_8,
        Err(_) => single_byte(sample),
    }
}

/// Windows-1258, unless its bytes read better as those of an old font.
fn single_byte(sample: &[u8]) -> &'static Charset {
    let (composed, _, _) = WINDOWS_1258.decode(sample);
    let (plain, _, _) = WINDOWS_1252.decode(sample);
    let (font, score) = Evidence::of(&plain).best();
    let windows = Evidence::of(&composed).score(Encoding::Unicode);
    if font != Encoding::Unicode && score > windows { WINDOWS_1252 } else { WINDOWS_1258 }
}

/// The sign that parts most fields in most lines.
fn separator(text: &str) -> u8 {
    let head: String = text.lines().take(200).flat_map(|line| [line, "\n"]).collect();
    let fields = |sign: &u8| {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(*sign)
            .from_reader(head.as_bytes());
        let mut counts: Vec<usize> =
            reader.records().filter_map(Result::ok).map(|record| record.len()).collect();
        counts.sort_unstable();
        counts.get(counts.len() / 2).copied().unwrap_or(0)
    };
    *[b'\t', b';', b','].iter().max_by_key(|sign| fields(sign)).unwrap_or(&b',')
}
