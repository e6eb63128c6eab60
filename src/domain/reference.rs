//! References as administrative text quotes them: numbers of documents, land plots and map sheets.
//!
//! Owns their recognition, with or without marks, blanks, dashes and slashes (`3453/QĐ-UBND`, `1451 / pc btcd`,
//! `thửa đất số 148, tờ bản đồ số 5`, `thua 148 to 5`), and their canonical tokens. Text and query go through the same
//! [`mentions`], so what the one writes the other finds. A token is never guessed at: it has digits.
//! Used by `search` for both sides, and by whoever compares the papers that two petitions quote.

use std::ops::Range;

use super::keystroke::is_syllable;
use super::syllable::{self, Word};

/// What is referred to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reference {
    /// A document: its number and the parts of its symbol, folded (`3453`, `["qd", "ubnd"]`).
    Document {
        /// Digits, without leading zeros.
        number: String,
        /// Parts of the symbol in order, at least one.
        symbol: Vec<String>,
    },
    /// A plot of land, on a sheet where that is said.
    Plot {
        /// Number of the plot.
        plot: String,
        /// Number of the sheet.
        sheet: Option<String>,
    },
    /// A map sheet alone.
    Sheet(String),
}

/// A reference where it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// What is referred to.
    pub reference: Reference,
    /// Bytes of the text that say it.
    pub span: Range<usize>,
}

impl Reference {
    /// The token of exactly this reference.
    pub fn token(&self) -> String {
        match self {
            Self::Document { number, symbol } => format!("d:{number}{}", symbol.concat()),
            Self::Plot { plot, sheet: Some(sheet) } => format!("pm:{plot}-{sheet}"),
            Self::Plot { plot, sheet: None } => format!("p:{plot}"),
            Self::Sheet(sheet) => format!("m:{sheet}"),
        }
    }

    /// Every token under which it is found: less said in a query finds it too (`3453/QĐ`, the plot without its sheet).
    pub fn tokens(&self) -> Vec<String> {
        match self {
            Self::Document { number, symbol } => (1..=symbol.len())
                .map(|parts| format!("d:{number}{}", symbol[..parts].concat()))
                .collect(),
            Self::Plot { plot, sheet: Some(sheet) } => {
                vec![format!("pm:{plot}-{sheet}"), format!("p:{plot}"), format!("m:{sheet}")]
            }
            Self::Plot { plot: _, sheet: None } | Self::Sheet(_) => vec![self.token()],
        }
    }
}

/// The references of a text, in order of their place.
pub fn mentions(text: &str) -> Vec<Mention> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    let words: Vec<Word<'_>> = syllable::words(text).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let read = land(text, &words, at).or_else(|| document(text, &words, at));
        match read {
            Some((mut here, next)) => {
                found.append(&mut here);
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

/// All tokens of a text, each once.
pub fn tokens(text: &str) -> Vec<String> {
    let mut all: Vec<String> = mentions(text).iter().flat_map(|m| m.reference.tokens()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// What a reader returns: the mentions that begin here, and the word to go on from.
type Read = (Vec<Mention>, usize);

/// Longest symbol of a document that is believed, in letters.
const SYMBOL_MAX: usize = 24;

fn document(text: &str, words: &[Word<'_>], at: usize) -> Option<Read> {
    let first = words.get(at)?;
    let digits = first.raw.bytes().take_while(u8::is_ascii_digit).count();
    let is_year = digits == 4 && (first.raw.starts_with("19") || first.raw.starts_with("20"));
    if !(1..=6).contains(&digits) {
        return None;
    }
    let mut symbol = Vec::new();
    let mut end = at;
    let glued = syllable::folded(&first.raw[digits..]);
    // `3453a/QĐ-UBND`: a letter before the slash belongs to the number.
    let lettered = glued.len() == 1 && text[first.end..].starts_with('/');
    let mut number = without_zeros(&first.raw[..digits]);
    if lettered {
        number.push_str(&glued);
    } else if !glued.is_empty() {
        // `2a`, `5m` are house numbers and measures; a symbol has at least two letters and is no word.
        let believed = glued.len() >= 2
            && glued.bytes().all(|b| b.is_ascii_lowercase())
            && !is_syllable(&glued);
        if !believed {
            return None;
        }
        symbol.push(glued);
    }
    while let Some(next) = words.get(end + 1) {
        let gap = &text[words[end].end..next.start];
        let part = syllable::folded(next.raw);
        let length: usize = symbol.iter().map(String::len).sum();
        let letters = part.bytes().all(|b| b.is_ascii_lowercase());
        // `12/2017/QĐ-UBND`: the year stands between number and symbol.
        let year =
            symbol.is_empty() && gap.trim() == "/" && part.len() == 4 && part.starts_with("20");
        if !(letters || year) || !joins(gap, &part) || length + part.len() > SYMBOL_MAX {
            break;
        }
        symbol.push(part);
        end += 1;
    }
    let only_year = symbol.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let spaced = is_year && text[first.end..].starts_with(' ');
    if symbol.is_empty() || only_year || spaced {
        return None;
    }
    let span = first.start..words[end].end;
    Some((vec![Mention { reference: Reference::Document { number, symbol }, span }], end + 1))
}

/// Whether the text between two words joins the second to a symbol: a slash or dash always; blanks or a dot only
/// before what is no word (`1451 PC BTCD ngày`).
fn joins(gap: &str, part: &str) -> bool {
    let signs = gap.trim();
    let tight = gap.len() <= 3 && matches!(signs, "/" | "-" | "–" | "\\" | "_");
    let loose =
        gap.len() <= 2 && matches!(signs, "" | ".") && part.len() >= 2 && !is_syllable(part);
    tight && (gap.trim() == gap || !is_syllable(part)) || loose
}

/// `thửa [đất] [số] N[, N] … tờ [bản đồ] [số] M`, or the sheet first.
fn land(text: &str, words: &[Word<'_>], at: usize) -> Option<Read> {
    if let Some((plots, next)) = plots(words, at) {
        let said = words.iter().skip(next).take_while(|word| !is_plot(word));
        let mut between = next..next + said.take(BETWEEN).count();
        let sheet = between.find_map(|from| sheet(words, from, from <= next + 2));
        let sheet = sheet.filter(|found| is_one_sentence(text, &words[at..found.1]));
        let end = sheet.as_ref().map_or(next, |(_, end)| *end);
        let number = sheet.map(|(number, _)| number);
        return Some((plot_mentions(words, at..end, plots, number.as_deref()), end));
    }
    let (number, next) = sheet(words, at, false)?;
    let plots = (next..=next + 2).find_map(|from| plots(words, from));
    if let Some((plots, end)) = plots.filter(|found| is_one_sentence(text, &words[at..found.1])) {
        return Some((plot_mentions(words, at..end, plots, Some(&number)), end));
    }
    let span = words.get(at)?.start..words.get(next - 1)?.end;
    Some((vec![Mention { reference: Reference::Sheet(number), span }], next))
}

/// Words that may stand between a plot and its sheet (`diện tích 200 m2, thuộc`).
const BETWEEN: usize = 8;

fn plot_mentions(
    words: &[Word<'_>],
    range: Range<usize>,
    plots: Vec<String>,
    sheet: Option<&str>,
) -> Vec<Mention> {
    let span = words[range.start].start..words[range.end - 1].end;
    plots
        .into_iter()
        .map(|plot| Reference::Plot { plot, sheet: sheet.map(str::to_owned) })
        .map(|reference| Mention { reference, span: span.clone() })
        .collect()
}

/// Plot and sheet belong together only within a sentence.
fn is_one_sentence(text: &str, words: &[Word<'_>]) -> bool {
    let span = words.first().zip(words.last()).map(|(first, last)| first.start..last.end);
    span.is_some_and(|span| !text[span].contains(['.', ';', '\n']))
}

fn is_plot(word: &Word<'_>) -> bool {
    matches!(syllable::exact(word.raw).as_str(), "thưa3" | "thua")
}

/// `thửa [đất] [số] N`, and more numbers after commas or `và`.
fn plots(words: &[Word<'_>], at: usize) -> Option<(Vec<String>, usize)> {
    words.get(at).filter(|word| is_plot(word))?;
    let mut next = skip(words, at + 1, &["dat", "so", "hieu"]);
    let mut plots = vec![number(words, next)?];
    next += 1;
    loop {
        let joined = skip(words, next, &["va", "thua", "dat", "so"]);
        match number(words, joined) {
            Some(plot) if plots.len() < PLOTS_MAX => plots.push(plot),
            Some(_) | None => break,
        }
        next = joined + 1;
    }
    Some((plots, next))
}

/// Plots of one sheet named in a row that are believed.
const PLOTS_MAX: usize = 6;

/// `tờ [bản đồ] [số] M`. Without `bản đồ` it must carry its mark or follow a plot: `to 5` is a group of houses (tổ).
fn sheet(words: &[Word<'_>], at: usize, after_plot: bool) -> Option<(String, usize)> {
    let exact = syllable::exact(words.get(at)?.raw);
    let short = matches!(exact.as_str(), "tbđ" | "tbd");
    if !short && !matches!(exact.as_str(), "tơ2" | "to" | "to2") {
        return None;
    }
    let map = skip(words, at + 1, &["ban", "do", "bd"]);
    let next = skip(words, map, &["dia", "chinh", "so", "hieu"]);
    let number = number(words, next)?;
    let meant = short || map > at + 1 || after_plot || exact == "tơ2";
    meant.then_some((number, next + 1))
}

/// The first word from `at` on that is none of these.
fn skip(words: &[Word<'_>], at: usize, fillers: &[&str]) -> usize {
    let passed = words.iter().skip(at).take(4).take_while(|word| is_filler(word, fillers)).count();
    at + passed
}

fn is_filler(word: &Word<'_>, fillers: &[&str]) -> bool {
    fillers.contains(&syllable::folded(word.raw).as_str())
}

fn number(words: &[Word<'_>], at: usize) -> Option<String> {
    let raw = words.get(at)?.raw;
    is_number(raw).then(|| without_zeros(raw))
}

fn is_number(raw: &str) -> bool {
    raw.len() <= 5 && raw.bytes().all(|b| b.is_ascii_digit())
}

fn without_zeros(digits: &str) -> String {
    let short = digits.trim_start_matches('0');
    if short.is_empty() { "0".to_owned() } else { short.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(text: &str) -> Vec<String> {
        mentions(text).iter().map(|m| m.reference.token()).collect()
    }

    #[test]
    fn documents_however_they_are_typed() {
        for (text, expected) in [
            ("3453/QĐ-UBND", "d:3453qdubnd"),
            ("7530/qd-ubnd", "d:7530qdubnd"),
            ("1451 / PC BTCD", "d:1451pcbtcd"),
            ("1451pcbtcd", "d:1451pcbtcd"),
            ("1451 pc-btcd", "d:1451pcbtcd"),
            ("1451 pc btcd ngày 3 tháng 5", "d:1451pcbtcd"),
            ("theo Quyết định số 2685/QĐ-UBND, đề nghị", "d:2685qdubnd"),
            ("khieu nai thong bao so 3946/tb-ubnd ve yen", "d:3946tbubnd"),
            ("0145/UBND-TD", "d:145ubndtd"),
            ("12/2017/QĐ-UBND", "d:122017qdubnd"),
            ("3453a/QĐ-UBND", "d:3453aqdubnd"),
            ("2260/QĐ-XPVPHC ngày 01/02/2016", "d:2260qdxpvphc"),
        ] {
            assert_eq!(token(text), [expected], "{text}");
        }
        for none in [
            "số nhà 12",
            "03/05/2017",
            "hẻm 145 Diên Hồng",
            "5",
            "số 25 đường",
            "năm 2017 UBND phường",
            "2a",
            "6 tháng",
        ] {
            assert!(token(none).is_empty(), "{none}: {:?}", token(none));
        }
        assert_eq!(tokens("3453/QĐ-UBND"), ["d:3453qd", "d:3453qdubnd"]);
    }

    #[test]
    fn plots_and_sheets_however_they_are_typed() {
        for text in [
            "thửa đất số 148, tờ bản đồ số 5",
            "thửa 148, tờ bản đồ 5",
            "thua 148 to ban do 5",
            "thửa 148 tờ 5",
            "THUA DAT SO 148 TO BAN DO SO 05",
            "tờ bản đồ số 5, thửa đất số 148",
            "thửa 148 thuộc tờ bản đồ số 5",
            "thửa đất số 148, diện tích 200 m2, thuộc tờ bản đồ địa chính số 5",
            "thửa đất số 148, TBĐ số 5",
        ] {
            assert_eq!(token(text), ["pm:148-5"], "{text}");
        }
        assert_eq!(token("thửa 9, 10 và 11, tờ bản đồ 2"), ["pm:9-2", "pm:10-2", "pm:11-2"]);
        assert_eq!(token("thửa 9 và thửa đất số 10, tờ 2"), ["pm:9-2", "pm:10-2"]);
        assert_eq!(token("thửa 9 đổi lấy thửa 10, tờ bản đồ 2"), ["p:9", "pm:10-2"]);
        assert_eq!(token("thửa đất 460"), ["p:460"]);
        assert_eq!(token("tờ bản đồ số 7"), ["m:7"]);
        assert!(token("thừa kế 5 phần, tổ 5, to 5").is_empty());
        assert_eq!(tokens("thửa 148 tờ 5"), ["m:5", "p:148", "pm:148-5"]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "(\\PC|[0-9/ -]|thua |to |so ){0,40}") {
            for mention in mentions(&text) {
                proptest::prop_assert!(text.get(mention.span.clone()).is_some());
                proptest::prop_assert!(mention.reference.tokens().contains(&mention.reference.token()));
            }
        }
    }
}
