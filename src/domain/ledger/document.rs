//! Documents as the ledger quotes them: kind, number and day in one cell, or in two.

use chrono::NaiveDate;

use super::date::{self, NotADay};
use super::terms::has_any;
use crate::domain::petition::{DocumentMention, Outcome, ResultKind};
use crate::domain::text;

/// A quoted day: where it begins in the text, and what it says.
struct QuotedDay<'a> {
    start: usize,
    text: &'a str,
    day: Result<NaiveDate, NotADay>,
}

/// What went wrong, with the words that are wrong.
pub(super) type WrongDay = (NotADay, String);

/// A document out of one cell; `None` where the cell quotes none. `year` completes a day without one.
///
/// # Errors
/// When the quoted day is none.
pub(super) fn mention(raw: &str, year: Option<i32>) -> Result<Option<DocumentMention>, WrongDay> {
    let (number, dated) = split(raw, year)?;
    let number = without_paper(&number).to_owned();
    let quotes = dated.is_some() || number.chars().any(|c| c.is_ascii_digit());
    Ok(quotes.then_some(DocumentMention { number, dated }))
}

/// The outcome that a cell tells of, of several the first with a day; `None` where it quotes no document and no day ("Đang giải quyết").
///
/// # Errors
/// When the quoted day is none.
pub(super) fn outcome(raw: &str, year: Option<i32>) -> Result<Option<Outcome>, WrongDay> {
    let raw = raw.split(';').find(|part| quoted_day(part, year).is_some()).unwrap_or(raw);
    let (before, dated) = split(raw, year)?;
    let words = text::folded_words(&before);
    let named = result_kind(&words);
    let number = without_paper(&before);
    let has_digit = number.chars().any(|c| c.is_ascii_digit());
    let is_number = has_digit && (named.is_some() || number.contains('/') || !number.contains(' '));
    if !is_number && dated.is_none() {
        return Ok(None);
    }
    let number = if has_digit { number.to_owned() } else { String::new() };
    let kind = named.unwrap_or(ResultKind::Reply);
    Ok(Some(Outcome { kind, document: DocumentMention { number, dated } }))
}

/// Whether a cell that quotes a document says something besides: another paper, or words after the day.
pub(super) fn says_more(raw: &str, year: Option<i32>) -> bool {
    let after = quoted_day(raw, year).map_or("", |quoted| &raw[quoted.start + quoted.text.len()..]);
    raw.contains(';') || after.contains(char::is_alphanumeric)
}

fn result_kind(words: &[String]) -> Option<ResultKind> {
    if has_any(words, "qd|quyet dinh|qdgq|qdgqkn") {
        Some(ResultKind::Decision)
    } else if has_any(words, "kl|ket luan|kltc") {
        Some(ResultKind::Conclusion)
    } else if has_any(words, "tb|thong bao") {
        Some(ResultKind::Notice)
    } else if has_any(
        words,
        "cv|cong van|vb|van ban|bc|bao cao|to trinh|ttr|phieu|giay|bien ban|bb|tra loi|so",
    ) {
        Some(ResultKind::Reply)
    } else {
        None
    }
}

/// What stands before the day, and the day.
fn split(raw: &str, year: Option<i32>) -> Result<(String, Option<NaiveDate>), WrongDay> {
    let Some(quoted) = quoted_day(raw, year) else {
        return Ok((raw.trim().to_owned(), None));
    };
    let day = quoted.day.map_err(|why| (why, quoted.text.to_owned()))?;
    let before = raw[..quoted.start].trim_end_matches(is_joint);
    let before =
        before.strip_suffix("ngày").or_else(|| before.strip_suffix("Ngày")).unwrap_or(before);
    Ok((before.trim_end_matches(is_joint).to_owned(), Some(day)))
}

fn is_joint(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | '(' | ':' | '-' | '–')
}

/// The last run of digits and signs that has the form of a day; after "ngày", or a number and a comma, one without its year counts too.
fn quoted_day(raw: &str, year: Option<i32>) -> Option<QuotedDay<'_>> {
    if let Some((start, text)) = worded_day(raw) {
        return Some(QuotedDay { start, text, day: date::parse(text, year) });
    }
    runs(raw)
        .into_iter()
        .rev()
        .find(|(start, run)| {
            let parts: Vec<usize> = run.split(['/', '.', '-']).map(str::len).collect();
            let before = raw[..*start].trim_end();
            let said = text::fold(before).ends_with("ngay")
                || before.ends_with([',', '(']) && before.bytes().any(|b| b.is_ascii_digit());
            match parts.as_slice() {
                [1 | 2, 1 | 2, 2 | 4] | [4, 1 | 2, 1 | 2] => true,
                [1 | 2, 1 | 2] => said,
                _ => false,
            }
        })
        .map(|(start, text)| QuotedDay { start, text, day: date::parse(text, year) })
}

/// "ngày 5 tháng 1 năm 2017", and where it begins.
fn worded_day(raw: &str) -> Option<(usize, &str)> {
    let starts = raw.char_indices().filter(|(at, c)| {
        !c.is_whitespace() && raw[..*at].chars().next_back().is_none_or(char::is_whitespace)
    });
    let words: Vec<(usize, &str)> =
        starts.filter_map(|(at, _)| Some((at, raw[at..].split_whitespace().next()?))).collect();
    words.windows(6).find_map(|run| {
        let said = |at: usize, word: &str| text::fold(run[at].1) == word;
        let (last, word) = run[5];
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let is_day = said(0, "ngay") && said(2, "thang") && said(4, "nam") && digits > 0;
        is_day.then(|| (run[0].0, &raw[run[0].0..last + digits]))
    })
}

/// Runs of digits and date signs that no letter touches.
fn runs(raw: &str) -> Vec<(usize, &str)> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '/' | '.' | '-');
    let mut found = Vec::new();
    let mut from = None;
    for (at, c) in raw.char_indices().chain([(raw.len(), ' ')]) {
        match (from, is_part(c)) {
            (None, true) => from = Some(at),
            (Some(start), false) => {
                let after_letter =
                    raw[..start].chars().next_back().is_some_and(char::is_alphabetic);
                if !after_letter && !c.is_alphabetic() {
                    let run: &str = &raw[start..at];
                    let lead = run.len() - run.trim_start_matches(['/', '.', '-']).len();
                    found.push((start + lead, run.trim_matches(['/', '.', '-'])));
                }
                from = None;
            }
            (None, false) | (Some(_), true) => {}
        }
    }
    found
}

/// The number without the name of the paper: "QĐ số 2092" and "QĐ 2092" are both "2092".
fn without_paper(raw: &str) -> &str {
    let mut rest = raw.trim();
    while let Some((word, after)) = rest.split_once([' ', ':']) {
        if word.chars().any(|c| c.is_ascii_digit()) || !after.chars().any(|c| c.is_ascii_digit()) {
            break;
        }
        rest = after.trim_start_matches([' ', ':', '.']);
    }
    let glued = rest.strip_prefix("số").or_else(|| rest.strip_prefix("Số"));
    glued.filter(|number| number.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, month, day)
    }

    #[test]
    fn documents_are_split_into_number_and_day() {
        for (raw, number, dated) in [
            ("1501/PC-BTCD ngày 05/01/2017", "1501/PC-BTCD", day(2017, 1, 5)),
            ("Số 145/UBND-TD, 5/1/17", "145/UBND-TD", day(2017, 1, 5)),
            ("PC số 12 (05.01.2017)", "12", day(2017, 1, 5)),
            ("CV 868/UBND ngày 13/1", "868/UBND", day(2017, 1, 13)),
            ("12/5/2017", "", day(2017, 5, 12)),
            ("868", "868", None),
        ] {
            let right = DocumentMention { number: number.into(), dated };
            assert_eq!(mention(raw, Some(2017)), Ok(Some(right)), "{raw}");
        }
        assert_eq!(mention("chưa có", Some(2017)), Ok(None));
        assert!(mention("12/PC ngày 31/02/2017", Some(2017)).is_err());
    }

    #[test]
    fn outcomes_name_their_paper() {
        for (raw, kind, number, dated) in [
            ("CV số 868 ngày 13/01/2017", ResultKind::Reply, "868", day(2017, 1, 13)),
            ("QĐ số 2092 ngày 08/02/2017", ResultKind::Decision, "2092", day(2017, 2, 8)),
            (
                "Quyết định 2092/QĐ-UBND ngày 8/2/2017",
                ResultKind::Decision,
                "2092/QĐ-UBND",
                day(2017, 2, 8),
            ),
            ("KL số 2543 ngày 07-04-17", ResultKind::Conclusion, "2543", day(2017, 4, 7)),
            ("15/TB-UBND (2/3/2017)", ResultKind::Notice, "15/TB-UBND", day(2017, 3, 2)),
            ("Đã trả lời ngày 12/05/2017", ResultKind::Reply, "", day(2017, 5, 12)),
            ("868", ResultKind::Reply, "868", None),
        ] {
            let document = DocumentMention { number: number.into(), dated };
            assert_eq!(outcome(raw, Some(2017)), Ok(Some(Outcome { kind, document })), "{raw}");
        }
        for raw in ["Đang giải quyết", "Lưu đơn", "Đã mời 2 lần"] {
            assert_eq!(outcome(raw, Some(2017)), Ok(None), "{raw}");
        }
    }
}
