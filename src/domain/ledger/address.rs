//! Where a sender lives: the address out of a cell that also has the name, and the ward that it names.
//!
//! Called by `entry`.

use super::sender;
use crate::domain::text;

/// Longest name of a ward, in characters.
const WARD_MAX: usize = 200;

/// Signs that part a name from what follows it.
const SIGNS: [&str; 7] = ["\n", ",", ";", " - ", " – ", "(", ". "];

/// Words that begin an address without any sign before it, as written in small letters.
const BEGINNINGS: [&str; 14] = [
    " ở ",
    " trú ",
    " thường trú",
    " địa chỉ",
    " đc:",
    " đ/c",
    " tổ ",
    " thôn ",
    " số nhà ",
    " kv ",
    " khu vực ",
    " phường ",
    " xã ",
    " ấp ",
];

/// Words before an address that are no part of it.
const INTRODUCTIONS: [&str; 11] = [
    "địa chỉ",
    "đ/c",
    "đc",
    "thường trú tại",
    "thường trú",
    "trú tại",
    "ngụ tại",
    "hiện ở",
    "ở tại",
    "ở",
    "trú",
];

/// Name and address out of one cell.
///
/// They are parted by the first sign or word after which neither a second person nor the people behind the sender
/// are named: "Ông A, bà B, 12 Lê Lợi", "A (đại diện 30 người) - thôn 3".
pub(super) fn split_address(both: &str) -> (String, Option<String>) {
    // Small and capital letters are of equal length in Vietnamese; where they are not, nothing is cut.
    let lower = both.to_lowercase();
    let begins = BEGINNINGS.iter().filter_map(|mark| lower.find(mark)).min();
    let mut from = 0;
    let cut = loop {
        let sign = SIGNS
            .iter()
            .filter_map(|sign| Some((from + lower.get(from..)?.find(sign)?, *sign)))
            .min_by_key(|(at, _)| *at);
        match (sign, begins) {
            (Some((at, _)), Some(begins)) if begins < at => break Some(begins),
            (Some((at, sign)), _) if is_of_name(both, at, sign) => {
                from = at + sign.len();
            }
            (Some((at, _)), _) => break Some(at),
            (None, begins) => break begins,
        }
    };
    let Some((name, rest)) = cut.and_then(|at| both.get(..at).zip(both.get(at..))) else {
        return (both.to_owned(), None);
    };
    let rest = introduced(rest.trim_start_matches(|c: char| !c.is_alphanumeric()));
    let is_open = rest.contains('(');
    let rest = rest.trim_end_matches(|c: char| c.is_whitespace() || c == ')' && !is_open);
    (name.to_owned(), (!rest.is_empty()).then(|| rest.to_owned()))
}

/// Whether what follows a sign still belongs to the name.
fn is_of_name(both: &str, at: usize, sign: &str) -> bool {
    let before = both.get(..at).unwrap_or_default();
    let after = both.get(at + sign.len()..).unwrap_or_default();
    let is_short = |word: &str| {
        word.chars().count() == 1 || !text::fold(word).contains(['a', 'e', 'i', 'o', 'u', 'y'])
    };
    let is_initial = sign == ". " && before.split_whitespace().next_back().is_some_and(is_short);
    let segment = after.split([',', ';', '\n', '(', ')']).next().unwrap_or(after);
    let segment = segment.split(" - ").next().unwrap_or(segment);
    is_initial || sender::is_of_people(segment)
}

/// Without "Địa chỉ:", "trú tại" before it.
fn introduced(address: &str) -> &str {
    let lower = address.to_lowercase();
    for introduction in INTRODUCTIONS {
        let rest = lower.strip_prefix(introduction).and_then(|_| address.get(introduction.len()..));
        if let Some(rest) = rest.filter(|rest| rest.starts_with([' ', ':', '.'])) {
            return rest.trim_start_matches([' ', ':', '.']);
        }
    }
    address
}

/// A ward as its own column writes it, with its kind where it is given.
pub(super) fn ward_column(words: &str) -> Option<String> {
    ward_in(words).or_else(|| text::line(words, WARD_MAX).ok())
}

/// "phường X", "xã X" or "thị trấn X" out of an address, abbreviations written out.
pub(super) fn ward_in(address: &str) -> Option<String> {
    let parts: Vec<&str> =
        address.split([',', ';', '(', ')', '\n']).flat_map(|part| part.split(" - ")).collect();
    parts.into_iter().rev().find_map(ward_of_part)
}

/// The ward that one part of an address names.
fn ward_of_part(part: &str) -> Option<String> {
    let spaced = part.replace('.', ". ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    (0..words.len()).find_map(|at| {
        let folded = text::fold(words[at]);
        let next = words.get(at + 1).map(|word| text::fold(word)).unwrap_or_default();
        let (kind, from) = match (folded.as_str(), next.as_str()) {
            ("thi", "tran") => ("thị trấn", at + 2),
            ("tt." | "tt", _) => ("thị trấn", at + 1),
            ("phuong" | "p." | "p" | "f." | "f", _) => ("phường", at + 1),
            ("xa" | "x." | "x", _) => ("xã", at + 1),
            _ => return None,
        };
        let name = words.get(from..).filter(|name| !name.is_empty())?.join(" ");
        let begins = name.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
        let spelled = crate::domain::person::spell_name(&name).ok()?;
        begins.then(|| format!("{kind} {spelled}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wards_are_written_out() {
        for (address, ward) in [
            ("Tổ 16, KV 7, phường Nguyễn Văn Cừ", Some("phường Nguyễn Văn Cừ")),
            ("T69 khu vực 6, P. Lê Lợi", Some("phường Lê Lợi")),
            ("T69 khu vực 6, P.Lê Lợi", Some("phường Lê Lợi")),
            ("Thôn 4, xã Phước Mỹ", Some("xã Phước Mỹ")),
            ("Thôn 4 X. PHƯỚC MỸ", Some("xã Phước Mỹ")),
            ("tổ 3 - TT. Diêu Trì - Tuy Phước", Some("thị trấn Diêu Trì")),
            ("12 Lê Lợi", None),
        ] {
            assert_eq!(ward_in(address).as_deref(), ward, "{address}");
        }
    }

    #[test]
    fn name_and_address_part_at_the_first_mark() {
        let split = |both: &str| split_address(both);
        assert_eq!(split("Lê Văn A, tổ 5, xã X"), ("Lê Văn A".into(), Some("tổ 5, xã X".into())));
        assert_eq!(split("Lê Văn A\nTổ 5"), ("Lê Văn A".into(), Some("Tổ 5".into())));
        assert_eq!(split("Lê Văn A"), ("Lê Văn A".into(), None));
    }
}
