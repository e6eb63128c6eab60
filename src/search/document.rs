//! What of a petition enters the index.
//!
//! Owns the rule that a protected sender's name is in no field: the caller gives no name for a sealed petition, and
//! nothing here makes one up. Made by `app` from the current record, used by `indexer` and `rebuild`.

use chrono::{Datelike, NaiveDate};
use tantivy::TantivyDocument;

use super::schema::Fields;
use crate::domain::id::{PetitionId, UnitId};
use crate::domain::petition::Kind;
use crate::domain::reference;
use crate::domain::syllable::{self, Key};

/// A petition as the index sees it: already redacted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchDocument {
    /// Which petition.
    pub id: PetitionId,
    /// Full name of the sender; `None` when anonymous or under seal.
    pub name: Option<String>,
    /// Address as written; `None` under seal as well.
    pub address: Option<String>,
    /// Ward or commune, with or without its kind; read from the address when absent.
    pub ward: Option<String>,
    /// The matter.
    pub content: String,
    /// Numbers of the papers about it (assignment, outcome), as written.
    pub documents: Vec<String>,
    /// What the sender asks for.
    pub kind: Kind,
    /// The unit that holds it.
    pub unit: Option<UnitId>,
    /// Legal day of receipt.
    pub received_on: NaiveDate,
}

/// A change for the index: the document as it now is, or `None` when the petition is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which petition.
    pub id: PetitionId,
    /// What it is now.
    pub document: Option<SearchDocument>,
}

impl SearchDocument {
    /// The library's document.
    pub(super) fn fields(&self, fields: &Fields) -> TantivyDocument {
        let mut doc = TantivyDocument::default();
        doc.add_u64(fields.id, self.id.key());
        doc.add_u64(fields.kind, u64::from(self.kind.index()));
        doc.add_u64(fields.unit, self.unit.map_or(0, |unit| u64::from(unit.0)));
        doc.add_u64(fields.received, day(self.received_on));
        doc.add_text(fields.tag, year_tag(self.received_on.year()));
        if let Some(unit) = self.unit {
            doc.add_text(fields.tag, unit_tag(unit));
        }
        self.add_name(fields, &mut doc);
        for text in self.address.iter().chain(&self.documents).chain([&self.content]) {
            add_words(text, fields, &mut doc);
        }
        let quoted =
            self.documents.iter().chain([&self.content]).flat_map(|text| reference::tokens(text));
        for token in quoted {
            doc.add_text(fields.reference, token);
        }
        self.add_ward(fields, &mut doc);
        doc
    }

    fn add_name(&self, fields: &Fields, doc: &mut TantivyDocument) {
        let Some(name) = &self.name else { return };
        let folded = syllable::phrase_key(name, Key::Folded);
        doc.add_text(fields.name_k, syllable::phrase_key(name, Key::Exact));
        if let Some(given) = folded.rsplit(' ').next() {
            doc.add_text(fields.given_f, given);
        }
        doc.add_text(fields.name_kf, folded);
        doc.add_text(fields.name_x, name);
        doc.add_text(fields.name_f, name);
        add_words(name, fields, doc);
    }

    fn add_ward(&self, fields: &Fields, doc: &mut TantivyDocument) {
        let written = self.ward.as_deref().map(ward_key);
        let ward = written.or_else(|| self.address.as_deref().and_then(ward_in_address));
        if let Some(key) = ward.filter(|key| !key.is_empty()) {
            doc.add_text(fields.ward, key);
        }
        let address = self.address.as_deref().unwrap_or_default();
        if let Some(ward) = self.ward.as_deref().filter(|ward| !address.contains(ward)) {
            add_words(ward, fields, doc);
        }
    }
}

fn add_words(text: &str, fields: &Fields, doc: &mut TantivyDocument) {
    doc.add_text(fields.all_x, text);
    doc.add_text(fields.all_f, text);
    doc.add_text(fields.bi_f, text);
}

/// Days from 1 January of year 1, at least 0.
pub(super) fn day(date: NaiveDate) -> u64 {
    u64::try_from(date.num_days_from_ce()).unwrap_or_default()
}

/// The tag of a year of receipt.
pub(super) fn year_tag(year: i32) -> String {
    format!("y:{year}")
}

/// The tag of a unit.
pub(super) fn unit_tag(unit: UnitId) -> String {
    format!("u:{unit}")
}

/// Words that say that a ward follows; their abbreviations are those of addresses.
const WARD_KINDS: [&str; 7] = ["phuong", "xa", "p", "x", "tt", "thi tran", "dac khu"];

/// A ward's key: folded and without its kind.
pub(super) fn ward_key(ward: &str) -> String {
    let key = syllable::phrase_key(ward, Key::Folded);
    without_kind(&key).unwrap_or(&key).to_owned()
}

/// The rest of a key that begins with the kind of a ward.
pub(super) fn without_kind(key: &str) -> Option<&str> {
    WARD_KINDS.iter().find_map(|kind| key.strip_prefix(kind)?.strip_prefix(' '))
}

/// The ward of an address: what follows its kind, up to the next sign (`Tổ 4, KV 7, P. Thị Nại`).
fn ward_in_address(address: &str) -> Option<String> {
    let parts = address.split([',', ';', '\n', '–', '(']);
    parts.filter_map(ward_in_part).next_back()
}

/// The kind stands first; spelled out, it may also stand later where commas were not typed.
fn ward_in_part(part: &str) -> Option<String> {
    let key = syllable::phrase_key(part, Key::Folded);
    if let Some(ward) = without_kind(&key) {
        return Some(ward.to_owned());
    }
    let inside = syllable::words(part)
        .filter(|word| matches!(syllable::exact(word.raw).as_str(), "phương2" | "xa4"));
    let ward = inside.last().map(|kind| syllable::phrase_key(&part[kind.end..], Key::Folded))?;
    (!ward.is_empty()).then_some(ward)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wards_by_whatever_name() {
        for ward in ["phường Thị Nại", "P. Thị Nại", "Thị Nại", "PHƯỜNG THỊ NẠI"]
        {
            assert_eq!(ward_key(ward), "thi nai", "{ward}");
        }
        for (address, ward) in [
            ("Tổ 35, KV 7, phường Thị Nại", Some("thi nai")),
            ("T69 khu vực 6, P. Lê Lợi", Some("le loi")),
            ("Thôn 4, xã Phước Mỹ, TP Quy Nhơn", Some("phuoc mi")),
            ("Thôn 4 xã Phước Mỹ", Some("phuoc mi")),
            ("12 Trần Phú", None),
            ("12 Xa Lộ", None),
        ] {
            assert_eq!(ward_in_address(address).as_deref(), ward, "{address}");
        }
    }
}
