//! SQLite FTS5 as a good engineer would set it up: external content, `unicode61 remove_diacritics 2`, prefix
//! indexes, bm25 weights 10/2/1 by the built-in rank, optimised, 256 MB of cache and a mapped file.

use std::path::Path;

use chrono::Datelike;
use donthu::practice::PracticePetition;
use rusqlite::{Connection, Result, params};

use crate::mix::{BenchQuery, Class};

/// A database with the petitions and their full-text index.
pub(crate) struct SqliteSide {
    db: Connection,
}

const SETTINGS: &str = "
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA cache_size = -262144;
    PRAGMA mmap_size = 8589934592;
    PRAGMA temp_store = MEMORY;
";

const SCHEMA: &str = "
    CREATE TABLE petition (
        id INTEGER PRIMARY KEY, received INTEGER NOT NULL, kind INTEGER NOT NULL, unit INTEGER,
        name TEXT NOT NULL, address TEXT NOT NULL, body TEXT NOT NULL
    );
    CREATE VIRTUAL TABLE search USING fts5(
        name, address, body, content = 'petition', content_rowid = 'id',
        tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2'
    );
    INSERT INTO search (search, rank) VALUES ('rank', 'bm25(10.0, 2.0, 1.0)');
    BEGIN;
";

const FINISH: &str = "
    INSERT INTO search (search) VALUES ('rebuild');
    INSERT INTO search (search) VALUES ('optimize');
    CREATE INDEX petition_by_unit ON petition (unit, received);
    COMMIT;
    ANALYZE;
";

const INSERT: &str = "INSERT INTO petition (received, kind, unit, name, address, body)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

const BEST: &str = "SELECT p.id, p.name, p.received, snippet(search, 2, '[', ']', '…', 32)
    FROM search JOIN petition p ON p.id = search.rowid
    WHERE search MATCH ?1 ORDER BY search.rank LIMIT 20";

const NEWEST: &str = "SELECT p.id FROM search JOIN petition p ON p.id = search.rowid
    WHERE search MATCH ?1 AND p.unit = ?2 AND p.received BETWEEN ?3 AND ?4
    ORDER BY p.received DESC LIMIT 20";

const SHOWN: &str = "SELECT p.name, p.received, snippet(search, 2, '[', ']', '…', 32)
    FROM search JOIN petition p ON p.id = search.rowid
    WHERE search MATCH ?1 AND search.rowid = ?2";

impl SqliteSide {
    /// The database in this file; a new one is in one transaction until [`finish`](Self::finish).
    pub(crate) fn open(file: &Path) -> Result<Self> {
        let is_new = !file.exists();
        let db = Connection::open(file)?;
        db.execute_batch(SETTINGS)?;
        if is_new {
            db.execute_batch(SCHEMA)?;
        }
        Ok(Self { db })
    }

    /// Adds a petition.
    pub(crate) fn push(&mut self, petition: &PracticePetition) -> Result<()> {
        let facts = &petition.facts;
        let person = facts.petitioner.as_ref();
        let address = person.map(|p| {
            format!("{}, {}", p.address.as_deref().unwrap_or(""), p.ward.as_deref().unwrap_or(""))
        });
        self.db.prepare_cached(INSERT)?.execute(params![
            facts.received_on.num_days_from_ce(),
            facts.kind.index(),
            petition.assignment.as_ref().map(|a| a.unit.0),
            person.map_or("", |p| p.name.as_str()),
            address.unwrap_or_default(),
            facts.content,
        ])?;
        Ok(())
    }

    /// Builds the index and writes everything out.
    pub(crate) fn finish(&mut self) -> Result<()> {
        self.db.execute_batch(FINISH)
    }

    /// Rows of the first page with their highlights; `None` for a typo, which FTS5 does not forgive.
    pub(crate) fn search(&mut self, query: &BenchQuery) -> Result<Option<usize>> {
        if query.class == Class::Typo {
            return Ok(None);
        }
        let typed = expression(query);
        let Some((unit, year)) = query.within else {
            let mut best = self.db.prepare_cached(BEST)?;
            let rows = best.query_map([&typed], |row| row.get::<_, String>(3))?;
            return rows.collect::<Result<Vec<_>>>().map(|page| Some(page.len()));
        };
        let day = |month, day| chrono::NaiveDate::from_ymd_opt(year, month, day);
        let ends = [day(1, 1), day(12, 31)].map(|d| d.map_or(0, |d| d.num_days_from_ce()));
        let mut newest = self.db.prepare_cached(NEWEST)?;
        let rows = newest.query_map(params![typed, unit.0, ends[0], ends[1]], |row| row.get(0))?;
        let ids: Vec<i64> = rows.collect::<Result<_>>()?;
        let mut shown = self.db.prepare_cached(SHOWN)?;
        for id in &ids {
            shown.query_row(params![typed, id], |row| row.get::<_, String>(2))?;
        }
        Ok(Some(ids.len()))
    }
}

/// The query in FTS5's language: every word must be there; a phrase in quotes; the last word as a prefix.
fn expression(query: &BenchQuery) -> String {
    let words = query.text.split(' ').map(|word| format!("\"{word}\"")).collect::<Vec<_>>();
    match query.class {
        Class::Phrase => format!("\"{}\"", query.text),
        Class::Prefix => format!("{}*", words.join(" ")),
        Class::NameMarked
        | Class::NamePlain
        | Class::ContentMarked
        | Class::ContentPlain
        | Class::Filtered
        | Class::Typo => words.join(" "),
    }
}
