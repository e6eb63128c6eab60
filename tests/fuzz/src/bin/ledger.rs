//! Whatever file is brought as a ledger is read within its limits or refused: never a panic, never a long wait.
//!
//! Spreadsheets are ZIP files, in which a changed byte spoils a checksum and nothing more is tried: those are changed inside,
//! a part at a time, and packed again.
#![no_main]

use std::io::{Cursor, Read, Write};
use std::time::Instant;

use donthu::domain::ledger;
use donthu::workbook::{self, Limits, Pace};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Smaller than those of the product, so that one input is quick.
fn limits() -> Limits {
    Limits {
        inflated_bytes: 8 << 20,
        part_bytes: 4 << 20,
        rows: 5_000,
        cells: 50_000,
        ..Limits::default()
    }
}

fuzz_target!(|data: &[u8]| {
    let begun = Instant::now();
    let watch = |_| if begun.elapsed().as_secs() > 4 { Pace::OutOfTime } else { Pace::GoOn };
    let Ok(sheets) = workbook::read("so.csv", data, &limits(), &watch) else { return };
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
    let go_on = |_| begun.elapsed().as_secs() <= 8;
    let Ok(book) = ledger::read_book(&sheets, today, &go_on) else { return };
    for (row, context) in &book.rows {
        if let Err(faults) = ledger::interpret(row, context) {
            assert!(!faults.is_empty(), "a row is held for no reason");
        }
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    match changed_inside(&data[..size], max_size, seed) {
        Some(packed) => {
            data[..packed.len()].copy_from_slice(&packed);
            packed.len()
        }
        None => fuzzer_mutate(data, size, max_size),
    }
});

/// The ZIP file with one of its parts changed; now and then the file itself is left to be changed.
fn changed_inside(bytes: &[u8], most: usize, seed: u32) -> Option<Vec<u8>> {
    if seed.is_multiple_of(8) {
        return None;
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let chosen = (seed / 8) as usize % archive.len().max(1);
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for index in 0..archive.len() {
        let part = archive.by_index(index).ok()?;
        let name = part.name().ok()?.into_owned();
        let mut content = Vec::new();
        part.take(most as u64).read_to_end(&mut content).ok()?;
        if index == chosen {
            let length = content.len();
            let room = length + 256;
            content.resize(room, 0);
            let changed = fuzzer_mutate(&mut content, length, room);
            content.truncate(changed);
        }
        packed.start_file(name, options).ok()?;
        packed.write_all(&content).ok()?;
    }
    let packed = packed.finish().ok()?.into_inner();
    (packed.len() <= most).then_some(packed)
}
