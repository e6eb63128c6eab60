//! The compound file (OLE) around `.xls` and around encrypted workbooks: its directory and its streams.
//!
//! Only as much of MS-CFB as is needed to look before the real reader does. Chains are followed at most as far as
//! the file is long, so a circle ends.

use super::WorkbookError;

/// The first bytes of every compound file.
pub(super) const MAGIC: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

const HEADER: usize = 512;
const ENTRY: usize = 128;
const MINI_SECTOR: usize = 64;
/// Sector numbers from here on are marks, not places.
const MARKS: u32 = 0xffff_fffa;

/// A compound file whose directory has been read.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector_size: usize,
    next: Vec<u32>,
    entries: Vec<Entry>,
    /// Streams shorter than this lie in the mini stream.
    mini_below: usize,
}

struct Entry {
    name: String,
    start: u32,
    size: usize,
}

impl<'a> Compound<'a> {
    /// Reads header, sector table and directory.
    ///
    /// # Errors
    /// When the file ends before them.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, WorkbookError> {
        let sector_size = match u16_at(bytes, 30)? {
            12 => 4096,
            _ => 512,
        };
        let mini_below = u32_at(bytes, 56)? as usize;
        let mut file =
            Self { bytes, sector_size, next: Vec::new(), entries: Vec::new(), mini_below };
        for sector in file.table_sectors()? {
            let table = file.sector(sector)?;
            file.next.extend(
                table.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])),
            );
        }
        let directory = file.chain(u32_at(bytes, 48)?)?;
        file.entries = directory.chunks_exact(ENTRY).filter_map(Entry::read).collect();
        Ok(file)
    }

    /// Whether the directory lists this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name == name)
    }

    /// The bytes of a stream, if the directory lists it.
    pub(super) fn stream(&self, name: &str) -> Option<Result<Vec<u8>, WorkbookError>> {
        let entry = self.entries.iter().find(|entry| entry.name == name)?;
        let bytes = if entry.size < self.mini_below {
            self.mini_chain(entry.start)
        } else {
            self.chain(entry.start)
        };
        Some(bytes.and_then(|mut bytes| {
            let whole = bytes.len() >= entry.size;
            bytes.truncate(entry.size);
            if whole { Ok(bytes) } else { Err(WorkbookError::Truncated) }
        }))
    }

    /// A short stream: its sectors lie in the stream of the root entry, their order in a table of their own.
    fn mini_chain(&self, start: u32) -> Result<Vec<u8>, WorkbookError> {
        let root = self.entries.first().ok_or(WorkbookError::Truncated)?;
        let container = self.chain(root.start)?;
        let table = self.chain(u32_at(self.bytes, 60)?)?;
        let mut bytes = Vec::new();
        let mut at = start;
        while at < MARKS {
            let from = (at as usize).saturating_mul(MINI_SECTOR);
            let sector = container.get(from..from.saturating_add(MINI_SECTOR));
            bytes.extend_from_slice(sector.ok_or(WorkbookError::Truncated)?);
            if bytes.len() > container.len() {
                return Err(in_a_circle());
            }
            at = u32_at(&table, (at as usize).saturating_mul(4))?;
        }
        Ok(bytes)
    }

    /// The sectors that hold the sector table: 109 in the header, the others in a chain.
    fn table_sectors(&self) -> Result<Vec<u32>, WorkbookError> {
        let mut sectors = Vec::new();
        for at in 0..109 {
            sectors.push(u32_at(self.bytes, 76 + 4 * at)?);
        }
        let mut more = u32_at(self.bytes, 68)?;
        let mut left = self.bytes.len() / self.sector_size + 1;
        while more < MARKS && left > 0 {
            let chunk = self.sector(more)?;
            let (places, link) = chunk.split_at(chunk.len() - 4);
            sectors.extend(
                places.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])),
            );
            more = u32_at(link, 0)?;
            left -= 1;
        }
        sectors.retain(|sector| *sector < MARKS);
        Ok(sectors)
    }

    fn chain(&self, start: u32) -> Result<Vec<u8>, WorkbookError> {
        let mut bytes = Vec::new();
        let mut at = start;
        while at < MARKS {
            bytes.extend_from_slice(self.sector(at)?);
            if bytes.len() > self.bytes.len() {
                return Err(in_a_circle());
            }
            at = *self.next.get(at as usize).ok_or(WorkbookError::Truncated)?;
        }
        Ok(bytes)
    }

    fn sector(&self, number: u32) -> Result<&'a [u8], WorkbookError> {
        let from = (number as usize).saturating_add(1).saturating_mul(self.sector_size).max(HEADER);
        self.bytes.get(from..from.saturating_add(self.sector_size)).ok_or(WorkbookError::Truncated)
    }
}

impl Entry {
    fn read(bytes: &[u8]) -> Option<Self> {
        let length = usize::from(u16_at(bytes, 64).ok()?).checked_sub(2)?;
        let units: Vec<u16> = bytes
            .get(..length)?
            .chunks_exact(2)
            .map(|b| u16::from_le_bytes([b[0], b[1]]))
            .collect();
        let name = String::from_utf16(&units).ok()?;
        Some(Self {
            name,
            start: u32_at(bytes, 116).ok()?,
            size: u32_at(bytes, 120).ok()? as usize,
        })
    }
}

fn in_a_circle() -> WorkbookError {
    WorkbookError::Unreadable("a chain of sectors runs in a circle".to_owned())
}

fn u16_at(bytes: &[u8], at: usize) -> Result<u16, WorkbookError> {
    match bytes.get(at..at.saturating_add(2)) {
        Some([a, b]) => Ok(u16::from_le_bytes([*a, *b])),
        Some(_) | None => Err(WorkbookError::Truncated),
    }
}

fn u32_at(bytes: &[u8], at: usize) -> Result<u32, WorkbookError> {
    match bytes.get(at..at.saturating_add(4)) {
        Some([a, b, c, d]) => Ok(u32::from_le_bytes([*a, *b, *c, *d])),
        Some(_) | None => Err(WorkbookError::Truncated),
    }
}
