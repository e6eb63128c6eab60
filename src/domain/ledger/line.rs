//! Lines of a sheet that tell of no petition: column numbers, totals, signatures, headings.
//!
//! Called by `reading` for every row under a header.

use super::header::TextRow;
use super::terms::{self, begins_with, has_any};
use crate::domain::text;

/// "1, 2, 3, …" or "(1), (2), …" under a header.
pub(super) fn is_column_numbers(row: &TextRow) -> bool {
    let numbers: Vec<u32> = row
        .cells
        .values()
        .filter_map(|words| words.trim_matches(['(', ')', '[', ']', ' ']).parse().ok())
        .collect();
    let letters = row.cells.values().filter(|words| words.chars().count() == 1).count();
    numbers.len() >= 3
        && numbers.len().max(letters) * 5 >= row.cells.len() * 4
        && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1)
}

/// A total or a signature fills at most this many cells.
const FOOTER_CELLS: usize = 6;

/// Totals, and the lines of those who sign.
pub(super) fn is_footer(row: &TextRow) -> bool {
    if row.cells.len() > FOOTER_CELLS {
        return false;
    }
    let folded: Vec<Vec<String>> =
        row.cells.values().map(|words| text::folded_words(words)).collect();
    let few = folded.len() <= 3;
    let first = folded.iter().find(|words| !words.is_empty());
    let total = first.is_some_and(|words| is_total(words));
    let signed = |words: &Vec<String>| {
        let signed_on =
            begins_with(words, "ngay") && has_any(words, "thang") && has_any(words, "nam");
        signed_on
            || words.len() <= 8 && SIGNATURES.split('|').any(|phrase| begins_with(words, phrase))
    };
    total || few && folded.iter().any(signed)
}

/// How the lines begin under which people sign.
const SIGNATURES: &str = "nguoi lap|nguoi ghi|truong ban|pho truong ban|thu truong|noi nhan|ky ten|xac nhan cua|\
    tm uy ban|tm ubnd|kt chu tich|kt truong|chanh van phong|can bo lap|nguoi tong hop|chu tich|pho chu tich";

/// "Tổng cộng: 189 đơn", "Cộng", "Cộng tháng 1"; not "Cộng đồng dân cư".
fn is_total(words: &[String]) -> bool {
    let counts = |word: &String| word.chars().all(|c| c.is_ascii_digit());
    let opens = [
        "tong cong",
        "tong so",
        "cong thang",
        "cong trang",
        "cong quy",
        "cong nam",
        "cong don",
        "luy ke",
    ];
    match words {
        [word] => matches!(word.as_str(), "cong" | "tong"),
        [word, next, ..] if matches!(word.as_str(), "cong" | "tong") && counts(next) => true,
        _ => words.len() <= 12 && opens.iter().any(|phrase| begins_with(words, phrase)),
    }
}

pub(super) fn is_cross(words: &str) -> bool {
    matches!(words.trim(), "x" | "X" | "v" | "V" | "✓" | "✔" | "+" | "*" | "1" | "01" | "√")
}

/// What a heading says of the petitions under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Heading {
    /// They are of this kind, in the heading's words ("II. Tố cáo: 12 đơn").
    Kind(String),
    /// They are of none of the three kinds ("IV. Đơn khác").
    NoKind,
}

/// A heading over a part of the sheet, if the row is one that speaks of kinds.
pub(super) fn heading(row: &TextRow) -> Option<Heading> {
    if row.cells.len() > 2 {
        return None;
    }
    let mut words: Vec<&str> = row.cells.values().flat_map(|cell| cell.split(' ')).collect();
    let is_numeral = |word: &str| {
        let bare = text::folded_words(word).join("");
        bare.is_empty()
            || bare.chars().all(|c| matches!(c, 'i' | 'v' | 'x'))
            || bare.len() == 1
            || bare.bytes().all(|b| b.is_ascii_digit())
    };
    let numerals = words.iter().take_while(|word| is_numeral(word)).count();
    let is_numbered = numerals > 0;
    words.drain(..numerals);
    let said = words.join(" ");
    let said = said.split([':', '(']).next().unwrap_or_default().trim().to_owned();
    let folded = text::folded_words(&said);
    if terms::is_other_kind(&said) {
        Some(Heading::NoKind)
    } else if folded.len() <= 6 && terms::kind(&said).is_some() {
        Some(Heading::Kind(said))
    } else {
        let is_part = is_numbered && folded.first().is_some_and(|word| word == "don");
        is_part.then_some(Heading::NoKind)
    }
}
