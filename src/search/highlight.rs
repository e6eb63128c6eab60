//! Marking in a stored text what was searched for, and cutting a stretch around it.
//!
//! Works on the raw text, composed or decomposed: offsets are those of `domain::syllable`, so a mark never cuts a
//! letter. Gives plain segments; escaping is the page template's. Used by `web` and `cli` for hits.

use std::ops::Range;

use super::query::Reading;
use crate::domain::reference;
use crate::domain::syllable;

/// What to mark: comes with the hits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    words: Vec<String>,
    /// What a word still being typed may begin with.
    beginnings: Vec<String>,
    references: Vec<String>,
}

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment<'t> {
    /// The piece, as stored.
    pub text: &'t str,
    /// It is what was searched for.
    pub is_match: bool,
}

/// A stretch of a text around its matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet<'t> {
    /// The pieces, in order.
    pub segments: Vec<Segment<'t>>,
    /// Text before it was cut.
    pub cut_before: bool,
    /// Text after it was cut.
    pub cut_after: bool,
}

impl Terms {
    pub(super) fn of(reading: &Reading, words: &[String], open: bool) -> Self {
        let last = words.last().filter(|_| open);
        let quoted =
            reading.phrases.iter().flat_map(|phrase| &phrase.words).map(|word| word.folded.clone());
        Self {
            words: words.iter().cloned().chain(quoted).collect(),
            beginnings: last
                .cloned()
                .into_iter()
                .chain(last.and_then(|w| syllable::unfinished(w)))
                .collect(),
            references: reading.references.iter().map(|r| r.mention.reference.token()).collect(),
        }
    }

    /// Whether a word may match, by its first letter alone: most words of a text are passed over without a key.
    fn may_match(&self, raw: &str) -> bool {
        let first = match raw.chars().next() {
            Some('đ' | 'Đ') => b'd',
            Some(letter) if letter.is_ascii() => letter.to_ascii_lowercase() as u8,
            // Another letter with a mark: only its key tells.
            Some(_) => return true,
            None => return false,
        };
        let mut wanted = self.words.iter().chain(&self.beginnings);
        wanted.any(|word| word.as_bytes().first() == Some(&first))
    }

    fn matches(&self, folded: &str) -> bool {
        self.words.iter().any(|word| word == folded)
            || self.beginnings.iter().any(|start| folded.starts_with(start.as_str()))
    }
}

/// The stretches of a text that were searched for, in order and apart.
///
/// Neighbouring words with nothing but blanks between them are one stretch.
pub fn marks(text: &str, terms: &Terms) -> Vec<Range<usize>> {
    let mut hits: Vec<Range<usize>> = Vec::new();
    let mut key = String::new();
    for word in syllable::words(text).filter(|word| terms.may_match(word.raw)) {
        key.clear();
        syllable::write_key(word.raw, syllable::Key::Folded, &mut key);
        if terms.matches(&key) {
            hits.push(word.start..word.end);
        }
    }
    if !terms.references.is_empty() {
        let wanted =
            |token: &String| terms.references.iter().any(|said| token.starts_with(said.as_str()));
        let said = reference::mentions(text).into_iter();
        hits.extend(said.filter(|m| m.reference.tokens().iter().any(wanted)).map(|m| m.span));
        hits.sort_unstable_by_key(|hit| (hit.start, hit.end));
    }
    joined(text, hits)
}

/// Whether everything that was searched for stands in this one text, such as a sender's name.
pub fn holds_all(text: &str, terms: &Terms) -> bool {
    let keys: Vec<String> = syllable::words(text).map(|word| syllable::folded(word.raw)).collect();
    let stands = |wanted: &String| {
        let is_beginning = terms.beginnings.contains(wanted);
        keys.iter().any(|key| key == wanted || is_beginning && key.starts_with(wanted.as_str()))
    };
    terms.references.is_empty() && !terms.words.is_empty() && terms.words.iter().all(stands)
}

/// The whole text in pieces.
pub fn highlight<'t>(text: &'t str, terms: &Terms) -> Vec<Segment<'t>> {
    segments(text, &(0..text.len()), &marks(text, terms))
}

/// At most `max_chars` characters of a text, cut at words, where most of its matches are.
pub fn snippet<'t>(text: &'t str, terms: &Terms, max_chars: usize) -> Snippet<'t> {
    let hits = marks(text, terms);
    let window = window(text, &hits, max_chars);
    Snippet {
        segments: segments(text, &window, &hits),
        cut_before: window.start > 0,
        cut_after: window.end < text.trim_end().len(),
    }
}

fn joined(text: &str, hits: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::with_capacity(hits.len());
    for hit in hits {
        match out.last_mut() {
            Some(last) if hit.start <= last.end || text[last.end..hit.start].trim().is_empty() => {
                last.end = last.end.max(hit.end);
            }
            Some(_) | None => out.push(hit),
        }
    }
    out
}

fn segments<'t>(text: &'t str, window: &Range<usize>, hits: &[Range<usize>]) -> Vec<Segment<'t>> {
    let mut out = Vec::new();
    let mut from = window.start;
    let mut push = |range: Range<usize>, is_match| {
        if !range.is_empty() {
            out.push(Segment { text: &text[range], is_match });
        }
    };
    for hit in hits.iter().filter(|hit| hit.end > window.start && hit.start < window.end) {
        let (start, end) = (hit.start.max(window.start), hit.end.min(window.end));
        push(from..start, false);
        push(start..end, true);
        from = end;
    }
    push(from..window.end, false);
    out
}

/// From the word a little before the densest matches, to the last word that fits.
fn window(text: &str, hits: &[Range<usize>], max_chars: usize) -> Range<usize> {
    if text.chars().take(max_chars + 1).count() <= max_chars {
        return 0..text.len();
    }
    let first = densest(text, hits, max_chars);
    let lead = text[..first].char_indices().rev().nth(max_chars / 4).map_or(0, |(at, _)| at);
    let last = text.char_indices().rev().nth(max_chars.saturating_sub(1)).map_or(0, |(at, _)| at);
    let before = lead.min(last);
    let whole = |at: &usize| (before..=first).contains(at);
    let mut starts = words_from(text, before).map(|word| word.start);
    let start = if before == 0 { 0 } else { starts.find(whole).unwrap_or(first) };
    let fits = text[start..].char_indices().nth(max_chars).map_or(text.len(), |(at, _)| start + at);
    if fits == text.len() {
        return start..fits;
    }
    let last_end = |at| {
        let ends = words_from(text, at).map(|word| word.end);
        ends.take_while(|end| *end <= at).filter(|end| *end > start).last()
    };
    let blank_before = |at: &usize| Some(start + text[start..*at].rfind(char::is_whitespace)?);
    let end = std::iter::successors(Some(fits), blank_before).find_map(last_end);
    // A single word longer than the stretch is the one thing that is cut, between letters.
    start..end.unwrap_or(fits)
}

/// The words from the last blank before a byte on: no word goes over a blank.
fn words_from(text: &str, at: usize) -> impl Iterator<Item = syllable::Word<'_>> {
    let blank = text[..at].rfind(char::is_whitespace).unwrap_or(0);
    let words = syllable::words(&text[blank..]);
    words.map(move |w| syllable::Word { raw: w.raw, start: blank + w.start, end: blank + w.end })
}

/// Where the stretch with most matched letters begins.
fn densest(text: &str, hits: &[Range<usize>], max_chars: usize) -> usize {
    let reach = |first: &Range<usize>| first.start + max_chars;
    let covered = |first: &&Range<usize>| {
        let near = hits.iter().filter(|hit| hit.start >= first.start && hit.end <= reach(first));
        (near.map(ExactSizeIterator::len).sum::<usize>(), usize::MAX - first.start)
    };
    hits.iter().take(HITS_WEIGHED).max_by_key(covered).map_or(0, |hit| hit.start.min(text.len()))
}

/// Matches among which the densest stretch is looked for.
const HITS_WEIGHED: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    fn terms(query: &str) -> Terms {
        let reading = Reading::of(query, true);
        let words: Vec<String> = reading.words.iter().map(|word| word.folded.clone()).collect();
        Terms::of(&reading, &words, reading.open)
    }

    fn shown(text: &str, query: &str) -> String {
        let mark =
            |s: Segment<'_>| if s.is_match { format!("[{}]", s.text) } else { s.text.to_owned() };
        highlight(text, &terms(query)).into_iter().map(mark).collect()
    }

    #[test]
    fn a_name_that_holds_all_was_found_by_name() {
        for query in ["nguyen thi ngoc loan", "Loan Nguyễn ", "nguyen thi ngoc lo", "NGỌC LOAN"]
        {
            assert!(holds_all("Nguyễn Thị Ngọc Loan", &terms(query)), "{query}");
        }
        for query in ["nguyen loan nhon binh", "loan thua 5 to 3", "nguyen lo ", ""] {
            assert!(!holds_all("Nguyễn Thị Ngọc Loan", &terms(query)), "{query}");
        }
    }

    #[test]
    fn the_stored_letters_are_marked() {
        let text = "Tranh chấp ranh giới đất với hộ liền kề";
        assert_eq!(shown(text, "ranh gioi dat "), "Tranh chấp [ranh giới đất] với hộ liền kề");
        let apart: String = text.nfd().collect();
        let meant: String = "Tranh chấp [ranh giới đất] với hộ liền kề".nfd().collect();
        assert_eq!(shown(&apart, "ranh giới đất "), meant);
        assert_eq!(shown("Hẻm 364 Đống Đa", "hem 364 do"), "[Hẻm 364 Đống] Đa");
        assert_eq!(
            shown("theo số 3453/QĐ-UBND, đề nghị", "3453/qd"),
            "theo số [3453/QĐ-UBND], đề nghị"
        );
        assert_eq!(
            shown("thửa đất số 148, tờ bản đồ số 5.", "thua 148 to 5"),
            "[thửa đất số 148, tờ bản đồ số 5]."
        );
    }

    #[test]
    fn a_snippet_is_cut_at_words_around_the_match() {
        let text = "Gia đình tôi sinh sống ổn định từ năm 1985 đến nay, nay bị hộ liền kề lấn chiếm ranh giới thửa đất, \
                    đã hòa giải nhiều lần mà không thành";
        let cut = snippet(text, &terms("lan chiem "), 40);
        let whole: String = cut.segments.iter().map(|s| s.text).collect();
        assert!(whole.contains("lấn chiếm") && whole.chars().count() <= 40, "{whole}");
        assert!(cut.cut_before && cut.cut_after);
        let (before, after) = text.split_once(whole.as_str()).unwrap();
        assert!(before.ends_with(' ') && after.starts_with([' ', ',']), "{whole}");
        assert_eq!(snippet("ngắn", &terms("x"), 40).segments.len(), 1);
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_cut(
            text in "(\\PC|[a-zàảđ ]|[\u{300}-\u{323}]){0,200}",
            query in "\\PC{0,20}",
            max in 1_usize..60,
        ) {
            let terms = terms(&query);
            let whole: String = highlight(&text, &terms).iter().map(|s| s.text).collect();
            proptest::prop_assert_eq!(&whole, &text);
            let cut: String = snippet(&text, &terms, max).segments.iter().map(|s| s.text).collect();
            proptest::prop_assert!(text.contains(&cut) && cut.chars().count() <= max);
        }
    }
}
