//! The sender as the ledger writes it: honorific, name, and how many stand behind.
//!
//! "Ông Nguyễn Văn A và 12 hộ dân" is one representative of thirteen; "(đại diện 30 người)" counts him among the
//! thirty. Where the book says "và các hộ dân" without a number, the group is two at least, and the words are kept.

use crate::domain::person;
use crate::domain::text::{self, TextError};

/// A sender's cell, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sender {
    /// Name in the usual spelling; `None` is anonymous.
    pub name: Option<String>,
    /// How many people, at least 1.
    pub group_size: u32,
    /// Words of the cell that name people without their number.
    pub uncounted: Option<String>,
}

const ANONYMOUS: &str = "nac danh|an danh|khong ghi ten|khong ten|khong ro ten|khong co ten|giau ten|khong ky ten|\
    khong ro nguoi gui|mao danh|khong ro ho ten|khong ghi ho ten|khong co ho ten|khong de ten|khong neu ten|mao ten|khong ro";

/// Nouns for those who stand behind a representative.
const PEOPLE: &str = "ho nguoi dan cong nhan ba gia tap lao hoc phu tieu xa chu cu thanh khau";

/// Words before a name, longer ones first.
const HONORIFICS: &[&str] = &[
    "vợ chồng ông",
    "vợ chồng bà",
    "vợ chồng",
    "gia đình ông",
    "gia đình bà",
    "hộ gia đình ông",
    "hộ gia đình bà",
    "hộ ông",
    "hộ bà",
    "ông/bà",
    "ông (bà)",
    "ông bà",
    "công dân",
    "ông",
    "bà",
    "ô",
    "b",
    "anh",
    "chị",
    "cô",
    "cụ",
    "chú",
];

/// Usual family names, folded: what follows one is a person.
const FAMILY_NAMES: &str = "nguyen tran le pham huynh hoang phan vu vo dang bui do ho ngo duong ly dao doan vuong \
    trinh truong dinh lam phung mai to ha cao chau thai ta tong kieu quach luong luu tang la nghiem van bach diep \
    huynh nong than tieu ton chu";

/// Reads a sender's cell.
///
/// # Errors
/// When the name is longer than any name.
pub(super) fn read(raw: &str) -> Result<Sender, TextError> {
    let line = match text::line(raw, usize::MAX) {
        Ok(line) => line,
        Err(TextError::Empty) => return Ok(Sender { name: None, group_size: 1, uncounted: None }),
        Err(error @ TextError::TooLong { .. }) => return Err(error),
    };
    let is_named = line.chars().any(char::is_alphabetic);
    if !is_named || super::terms::has_any(&text::folded_words(&line), ANONYMOUS) {
        return Ok(Sender { name: None, group_size: 1, uncounted: None });
    }
    let line = without_asides(&line);
    let (name, group) = split_group(&line);
    let (name, group) =
        if without_honorific(name).is_empty() { (line.as_str(), group) } else { (name, group) };
    let couple = u32::from(text::folded_words(name).starts_with(&["vo".into(), "chong".into()]));
    let name = without_honorific(name);
    let group_size = match group {
        Group::Alone => persons_named(name) + couple,
        Group::Counted(people) => people.max(1),
        Group::Uncounted(_) => 2,
    };
    let uncounted = match group {
        Group::Uncounted(words) => Some(words.to_owned()),
        Group::Alone | Group::Counted(_) => None,
    };
    let is_collective = name.starts_with(|c: char| c.is_ascii_digit());
    let name = if is_collective { name.to_owned() } else { person::spell_name(name)? };
    Ok(Sender { name: Some(name), group_size, uncounted })
}

/// Whether a part of a sender's cell still speaks of people: a second person, or those who stand behind the first.
pub(super) fn is_of_people(part: &str) -> bool {
    let words = words_of(part);
    let first = words.first().map_or("", |word| word.folded.as_str());
    matches!(first, "ong" | "ba" | "vo" | "chong" | "sinh" | "sn" | "nac" | "dai" | "va" | "cung")
        || counted(&words, part) != Group::Alone
}

/// Whether the text begins with a person's name: an honorific and a name, or a family name and one to four more.
pub(super) fn names_person(text: &str) -> bool {
    let name = without_honorific(text);
    let words = text::folded_words(name);
    let is_family = words.first().is_some_and(|first| is_family_name(first));
    is_family && (2..=12).contains(&words.len())
}

fn is_family_name(word: &str) -> bool {
    FAMILY_NAMES.split_whitespace().any(|known| known == word)
}

/// Without what only tells who the person is: "(bà)", "(sinh năm 1950)".
fn without_asides(line: &str) -> String {
    let mut rest = line;
    let mut kept = String::with_capacity(line.len());
    while let Some((before, after)) = rest.split_once('(') {
        let Some((inside, behind)) = after.split_once(')') else { break };
        let words = text::folded_words(inside);
        let is_title = matches!(words.join(" ").as_str(), "ong" | "ba" | "ong ba" | "chu ho");
        let is_birth = matches!(words.first().map(String::as_str), Some("sn" | "sinh"));
        // "Ông (bà) A": the bracket is part of the honorific.
        let is_behind = before.split_whitespace().count() >= 2;
        kept.push_str(if is_behind { before.trim_end() } else { before });
        if !is_behind || !(is_title || is_birth) {
            kept.push_str(if is_behind { " (" } else { "(" });
            kept.push_str(inside);
            kept.push(')');
        }
        rest = behind;
    }
    kept.push_str(rest);
    kept.trim().to_owned()
}

/// Who stands behind the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group<'a> {
    Alone,
    Counted(u32),
    Uncounted(&'a str),
}

/// A word with its place in the line.
struct Word {
    folded: String,
    start: usize,
}

/// The name, and who stands behind it.
fn split_group(line: &str) -> (&str, Group<'_>) {
    let words = words_of(line);
    if let Some(found) = group_first(line, &words) {
        return found;
    }
    for at in 1..words.len() {
        let tail = &words[at..];
        let group = counted(tail, &line[words[at].start..]);
        if group != Group::Alone {
            let name = line[..words[at].start]
                .trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.');
            return (name, group);
        }
    }
    (line, Group::Alone)
}

/// "Đại diện 30 hộ dân: ông A", "12 hộ dân tổ 3 do ông A đại diện", "Tập thể các hộ dân tổ 5".
fn group_first<'a>(line: &'a str, words: &[Word]) -> Option<(&'a str, Group<'a>)> {
    let starts =
        |phrase: &str| phrase.split(' ').zip(words).all(|(part, word)| part == word.folded);
    let people_at = |at: usize| {
        let number = words.get(at)?.folded.parse::<u32>().ok()?;
        is_people(&words.get(at + 1)?.folded).then_some(number)
    };
    let speaks_for_many = people_at(0).is_some()
        || starts("dai dien")
        || starts("tap the")
        || starts("cac ho")
        || starts("mot so")
        || starts("ba con")
        || starts("nhom");
    if !speaks_for_many {
        return None;
    }
    let people = (0..5).find_map(people_at);
    let group = people.map_or(Group::Uncounted(line), Group::Counted);
    let named = line
        .split_once(':')
        .map(|(_, after)| after)
        .or_else(|| {
            let by = words.iter().find(|word| matches!(word.folded.as_str(), "do" | "la"))?;
            line[by.start..].split_once(' ').map(|(_, after)| after)
        })
        .or_else(|| {
            let who =
                words.iter().skip(1).find(|word| matches!(word.folded.as_str(), "ong" | "ba"));
            // "bà con" are the people, not a lady.
            who.filter(|word| !text::fold(&line[word.start..]).starts_with("ba con"))
                .map(|word| &line[word.start..])
        });
    let name = named.map_or(line, |name| before_role(name.trim()));
    Some((name, group))
}

/// "ông Nguyễn Văn A đại diện", "ông A làm đại diện": without the role.
fn before_role(name: &str) -> &str {
    let role = words_of(name).windows(2).find_map(|pair| {
        let [first, second] = pair else { return None };
        matches!(
            (first.folded.as_str(), second.folded.as_str()),
            ("dai", "dien") | ("lam", "dai") | ("dung", "don")
        )
        .then_some(first.start)
    });
    role.map_or(name, |at| &name[..at]).trim_end_matches(|c: char| !c.is_alphanumeric())
}

/// The people that a tail of the line speaks of, if it does.
fn counted<'a>(tail: &[Word], rest: &'a str) -> Group<'a> {
    let word = |at: usize| tail.get(at).map_or("", |word| word.folded.as_str());
    let (represents, mut at) = match (word(0), word(1)) {
        ("dai", "dien") | ("tap", "the") | ("d", "d") => (true, 2),
        ("cung", "voi") => (false, 2),
        ("va" | "cung" | "voi" | "+" | "&", _) => (false, 1),
        ("dd" | "gom" | "nhom" | "tong" | "co", _) => (true, 1),
        (number, _) if number.parse::<u32>().is_ok() => (true, 0),
        _ => return Group::Alone,
    };
    while matches!(
        word(at),
        "cho" | "cua" | "khoang" | "hon" | "gan" | "tat" | "ca" | "them" | "cung" | "so" | "cong"
    ) {
        at += 1;
    }
    let number = |at: usize| word(at).parse::<u32>().ok().filter(|_| is_people(word(at + 1)));
    if let Some(people) = number(at) {
        return Group::Counted(if represents { people } else { people.saturating_add(1) });
    }
    let many = matches!(
        word(at),
        "cac" | "nhung" | "nhieu" | "mot" | "toan" | "tap" | "nhan" | "ba" | "ho"
    ) && (is_people(word(at + 1)) || matches!(word(at + 1), "so" | "the" | "con"));
    if !many {
        return Group::Alone;
    }
    // "cùng các hộ dân (25 hộ)": how many stands further on.
    match (at + 1..tail.len()).find_map(number) {
        Some(people) => Group::Counted(people),
        None => Group::Uncounted(rest.trim_matches(['(', ')', ' '])),
    }
}

fn is_people(noun: &str) -> bool {
    PEOPLE.split(' ').any(|known| known == noun)
}

fn words_of(line: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '+' | '&' | '\u{300}'..='\u{36f}');
    let mut from = None;
    for (at, c) in line.char_indices().chain([(line.len(), ' ')]) {
        match (from, is_part(c)) {
            (None, true) => from = Some(at),
            (Some(start), false) => {
                words.push(Word { folded: text::fold(&line[start..at]), start });
                from = None;
            }
            (None, false) | (Some(_), true) => {}
        }
    }
    words
}

/// Without "Ông", "Bà", "Ô.", "B." before the name, where a name of two words or more follows.
fn without_honorific(name: &str) -> &str {
    let name = name.trim();
    let lower = name.to_lowercase();
    for honorific in HONORIFICS {
        // Small and capital letters of these words are of equal length, so the place is the same in both.
        let Some(rest) = lower.strip_prefix(honorific).and_then(|_| name.get(honorific.len()..))
        else {
            continue;
        };
        let parted = rest.starts_with(['.', ':', ' ']);
        let after = rest.trim_start_matches(['.', ':', ' ']);
        // "Bà con" are the people, not a lady.
        if *honorific == "bà" && after.starts_with("con ") {
            continue;
        }
        let is_initial = honorific.chars().count() == 1;
        let follows = after.split_whitespace().count() >= 2 || rest.starts_with(['.', ':']);
        if parted
            && follows
            && !after.is_empty()
            && (!is_initial || rest.starts_with(['.', ':', ' ']))
        {
            return after;
        }
    }
    name
}

/// "A và bà B", "A, bà B", "A; B": how many are named. What follows is a person by a title or a family name.
fn persons_named(name: &str) -> u32 {
    let names_person = |part: &&str| {
        let words = text::folded_words(part);
        let first = words.first().map_or("", String::as_str);
        let is_titled = matches!(first, "ong" | "ba" | "vo" | "chong" | "anh" | "chi");
        let is_family = is_family_name(first);
        let has_digit = part.chars().any(|c| c.is_ascii_digit());
        let shown = part.trim_start().chars().next().is_some_and(char::is_uppercase);
        words.len() >= 2 && !has_digit && (is_titled || is_family && shown && words.len() <= 5)
    };
    let parts = name.split([',', ';', '+', '&']).flat_map(|part| part.split(" và "));
    1 + u32::try_from(parts.skip(1).filter(names_person).count()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_groups_are_told_apart() {
        for (raw, name, group) in [
            ("Nguyễn Văn Hoà", "Nguyễn Văn Hoà", 1),
            ("Ông Bùi Đức Sơn", "Bùi Đức Sơn", 1),
            ("Bà Đinh Thị Thanh Đào", "Đinh Thị Thanh Đào", 1),
            ("ÔNG ĐỖ XUÂN HÒA", "Đỗ Xuân Hòa", 1),
            ("Ô. Lê Bá Dũng", "Lê Bá Dũng", 1),
            ("B. Lê Thị Út", "Lê Thị Út", 1),
            ("Ô Lê Bá Dũng", "Lê Bá Dũng", 1),
            ("Ông/Bà: Lê Bá Dũng", "Lê Bá Dũng", 1),
            ("MAI MINH NAM", "Mai Minh Nam", 1),
            ("Phạm Thị Hồng Thảo và 12 hộ dân", "Phạm Thị Hồng Thảo", 13),
            ("LÊ VĂN A VÀ 12 HỘ DÂN", "Lê Văn A", 13),
            ("Lê Thị Thanh Lan (đại diện 33 người)", "Lê Thị Thanh Lan", 33),
            ("Bà Bùi Thị Bích Liên, đại diện cho 41 hộ dân", "Bùi Thị Bích Liên", 41),
            ("Lê Văn A cùng 5 người", "Lê Văn A", 6),
            ("Lê Văn A (cùng 05 người khác)", "Lê Văn A", 6),
            ("Lê Văn A (30 người ký tên)", "Lê Văn A", 30),
            ("Lê Văn A + 12 hộ", "Lê Văn A", 13),
            ("Lê Văn A và các hộ dân", "Lê Văn A", 2),
            ("Lê Văn A và bà Trần Thị B", "Lê Văn A và bà Trần Thị B", 2),
            ("Đại diện 30 hộ dân: ông Lê Văn A", "Lê Văn A", 30),
            ("12 hộ dân tổ 3 do ông Lê Văn A đại diện", "Lê Văn A", 12),
            ("Tập thể 12 hộ dân khu vực 3", "Tập thể 12 hộ dân khu vực 3", 12),
            ("Lê Văn A (đ/d 30 hộ)", "Lê Văn A", 30),
            ("30 hộ dân (đại diện: Lê Văn A)", "Lê Văn A", 30),
            ("Tập thể công dân tổ 5 (ông Lê Văn A đại diện)", "Lê Văn A", 2),
            ("Đào Hộ", "Đào Hộ", 1),
            ("Võ Đại Diện", "Võ Đại Diện", 1),
            ("Bà Triệu", "Bà Triệu", 1),
            ("H'Nga Niê", "H'Nga Niê", 1),
        ] {
            let sender = read(raw).unwrap();
            assert_eq!((sender.name.as_deref(), sender.group_size), (Some(name), group), "{raw}");
        }
        assert_eq!(read("Lê A và các hộ dân").unwrap().uncounted.as_deref(), Some("và các hộ dân"));
    }

    #[test]
    fn the_anonymous_have_no_name() {
        for raw in ["Đơn nặc danh", "NẶC DANH", "Không ghi tên", "(nặc danh)", "Giấu tên", " "]
        {
            assert_eq!(read(raw).map(|sender| sender.name), Ok(None), "{raw}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_fail_or_vanish(raw in "\\PC{0,60}") {
            if let Ok(sender) = read(&raw) {
                proptest::prop_assert!(sender.group_size >= 1);
                proptest::prop_assert!(sender.name.is_none_or(|name| !name.is_empty()));
            }
        }
    }
}
