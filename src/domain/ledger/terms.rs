//! The office's words for kind, way of assignment and source, with their abbreviations.
//!
//! Each function either knows what is meant or says that it does not; none picks the likelier of two.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::domain::petition::{AssignmentMode, Channel, Kind, Source};
use crate::domain::text;

/// Words that a kind may be given in, folded; longer ones first, so that "kn pa" is not read as "kn".
const KINDS: &[(Kind, &str)] = &[
    (
        Kind::Suggestion,
        "kien nghi phan anh|phan anh kien nghi|d nghi|keu cuu|cuu xet|gop y|kien ghi|kn pa|pa kn|knpa|kn phan anh|kn p anh|kn p a|k n p a|ph anh|p a|kng|k ng|pakn|kien nghi|phan anh|de nghi|k nghi|p anh|\
         knghi|panh|kngh|kiennghi|phananh|denghi|yeu cau|cau cuu|xin|dn|pa",
    ),
    (Kind::Denunciation, "to cao|t cao|tcao|tocao|t c|tc"),
    (Kind::Complaint, "khieu nai|k nai|kh nai|kh n|knai|khnai|khieunai|khn|k n|kn"),
];

/// Words around a kind that say nothing of it.
const AROUND_KIND: &str =
    "don thu va cac 6 7 8 9 iv v lan thu dau hai ba i ii iii 1 2 3 4 5 loai thuoc la tiep";

/// The kind that a text names: none if it names no kind, or several.
///
/// What stands in brackets only explains, and is asked only where nothing stands before it.
pub(super) fn kind(raw: &str) -> Option<Kind> {
    let shown = raw.split('(').next().unwrap_or(raw);
    kind_of(shown).or_else(|| kind_of(raw))
}

fn kind_of(raw: &str) -> Option<Kind> {
    let words = text::folded_words(raw);
    let mut found: Option<Kind> = None;
    let mut at = 0;
    while at < words.len() {
        if let Some((kind, length)) = kind_at(&words[at..]) {
            if found.is_some_and(|other| other != kind) {
                return None;
            }
            found = Some(kind);
            at += length;
        } else if found.is_some() || AROUND_KIND.split(' ').any(|word| word == words[at]) {
            at += 1;
        } else {
            return None;
        }
    }
    found
}

/// The kinds' phrases, their words parted, by their first word.
type KindPhrases = HashMap<&'static str, Vec<(Kind, Vec<&'static str>)>>;

static KINDS_BY_WORD: LazyLock<KindPhrases> = LazyLock::new(|| {
    let mut index: HashMap<&str, Vec<(Kind, Vec<&str>)>> = HashMap::new();
    for (kind, phrase) in
        KINDS.iter().flat_map(|(kind, all)| all.split('|').map(|phrase| (*kind, phrase)))
    {
        let words: Vec<&str> = phrase.split_whitespace().collect();
        if let Some(first) = words.first() {
            index.entry(first).or_default().push((kind, words));
        }
    }
    index
});

/// The longest phrase of a kind by which the words begin, and its length.
fn kind_at(words: &[String]) -> Option<(Kind, usize)> {
    let phrases = KINDS_BY_WORD.get(words.first()?.as_str())?;
    let stands = |phrase: &[&str]| {
        phrase.len() <= words.len() && phrase.iter().zip(words).all(|(a, b)| a == b)
    };
    let matching = phrases.iter().filter(|(_, phrase)| stands(phrase));
    matching.map(|(kind, phrase)| (*kind, phrase.len())).max_by_key(|(_, length)| *length)
}

/// "Khác", "Đơn khác": a kind that is none of the three.
pub(super) fn is_other_kind(raw: &str) -> bool {
    matches!(
        text::folded_words(raw).join(" ").as_str(),
        "khac" | "don khac" | "loai khac" | "loai don khac" | "tranh chap" | "don tranh chap"
    )
}

/// The kind by which a content begins, in words written out: "Khiếu nại giá đất", "Đơn đề nghị cấp sổ".
pub(super) fn leading_kind(content: &str) -> Option<String> {
    let words = text::folded_words(content);
    let is_titled = words.first().is_some_and(|word| word == "don");
    let rest = words.get(usize::from(is_titled)..)?;
    let (kind, length) = kind_at(rest)?;
    let named = rest[..length].join(" ");
    let is_plain = match named.as_str() {
        "khieu nai" | "to cao" | "kien nghi" | "phan anh" | "kien nghi phan anh"
        | "phan anh kien nghi" => true,
        "de nghi" | "xin" | "yeu cau" | "k nai" | "t cao" | "kn" | "tc" | "pa" => is_titled,
        _ => false,
    };
    let and = usize::from(rest.get(length).is_some_and(|word| word == "va"));
    let next = rest.get(length + and..).and_then(kind_at).filter(|(_, length)| *length > 1);
    let is_one = next.is_none_or(|(next, _)| next == kind);
    (is_plain && is_one).then(|| kind.code().to_owned())
}

/// The way of assignment that a text names.
pub(super) fn mode(raw: &str) -> Option<AssignmentMode> {
    let words = text::folded_words(raw);
    let has = |phrases: &str| has_any(&words, phrases);
    if has("tham muu|de xuat|tmdx|tm|dx|tham muu de xuat|tm dx") {
        Some(AssignmentMode::VerifyAndAdvise)
    } else if has("thu ly|giai quyet|gq|tlgq|tl gq|tra loi|xu ly|tl") {
        Some(AssignmentMode::Settle)
    } else if has("kiem tra|xac minh|bao cao|kt|xm|ra soat|bc") {
        Some(AssignmentMode::VerifyAndAdvise)
    } else {
        None
    }
}

/// Where the petition came from, if the text names a way or a body.
pub(super) fn source(raw: &str) -> Option<Source> {
    let words = text::folded_words(raw);
    if let Some(source) = way(raw, &words) {
        return Some(source);
    }
    let body = || Some(raw.trim().to_owned());
    if is_leader(raw) {
        return Some(Source { channel: Channel::Leader, from_body: body() });
    }
    has_any(&words, BODIES).then(|| Source { channel: Channel::Forwarded, from_body: body() })
}

/// Where the petition came from, if the text could not name a unit as well: a way, or a body that "chuyển".
pub(super) fn channel(raw: &str) -> Option<Source> {
    way(raw, &text::folded_words(raw))
}

fn way(raw: &str, words: &[String]) -> Option<Source> {
    let has = |phrases: &str| has_any(words, phrases);
    let plain = |channel| Some(Source { channel, from_body: None });
    if has(
        "buu dien|buu chinh|b chinh|bchinh|bdien|buu pham|buu ta|bd|b dien|ems|chuyen phat|duong thu|qua thu|gui thu|\
            hop thu gop y|hom thu|thung thu|buu cuc|thu buu dien|viettel post|vnpost",
    ) {
        return plain(Channel::Post);
    }
    if has("email|e mail|mail|gmail|truc tuyen|dich vu cong|cong thong tin|cong dvc|zalo|online|\
            dien tu|mang|website|web|dvc|cong dich vu|egov|ioffice")
    {
        return plain(Channel::Online);
    }
    if let Some(body) = forwarding_body(raw) {
        let channel = if is_leader(&body) { Channel::Leader } else { Channel::Forwarded };
        return Some(Source { channel, from_body: Some(body) });
    }
    if begins_with(words, "truc tiep") || begins_with(words, "nop truc tiep") {
        return plain(Channel::Counter);
    }
    if has("tiep cong dan|tcd|tiep dan|buoi tiep|lich tiep|ky tiep|doi thoai")
        && !has("tinh|trung uong|tw")
    {
        return plain(Channel::Reception);
    }
    let counter = "truc tiep|ttiep|t tiep|tr tiep|trtiep|tai quay|tai tru so|nop tai|quay|tu den|\
                   den nop|cong dan nop|cong dan gui|bo phan mot cua|mot cua|1 cua|van thu|tai cho|\
                   tan tay|nop don";
    // "TT" alone; before other words it is a centre or a town.
    if has(counter) || *words == ["tt"] { plain(Channel::Counter) } else { None }
}

/// Words that name a body of the state or of the Party.
const BODIES: &str = "ubnd|uy ban|thanh tra|ttr|hdnd|hoi dong|ban|so|phong|van phong|vp|toa|toa an|vien|vks|cong an|ca|\
    tinh|huyen|trung uong|tw|chinh phu|quoc hoi|dbqh|bao|dai|mttq|mat tran|hoi|doan|cuc|bo|tinh uy|thanh uy|ubkt|\
    thi uy|huyen uy|chi cuc|tru so|ttcp|thuong truc";

/// "X chuyển", "X chuyển đến", "chuyển từ X", "do X chuyển", "Lãnh đạo X giao": X as written.
fn forwarding_body(raw: &str) -> Option<String> {
    let words: Vec<&str> = raw.split_whitespace().collect();
    let folded: Vec<String> = words.iter().map(|word| text::folded_words(word).join(" ")).collect();
    let at = folded.iter().position(|word| {
        matches!(word.as_str(), "chuyen" | "c den" | "ch den" | "c chuyen")
            || word == "giao" && is_leader(raw)
    })?;
    let before = words[..at].join(" ");
    let is_generic = matches!(
        text::folded_words(&before).join(" ").as_str(),
        "" | "don" | "duoc" | "co quan khac" | "co quan" | "noi khac" | "don vi khac" | "cap tren"
    );
    let is_lead = |word: &&&str| {
        matches!(
            text::folded_words(word).join(" ").as_str(),
            "do" | "tu" | "don" | "den" | "duoc" | "cua" | "boi" | "qua" | "ve" | "sang"
        )
    };
    let named = |side: &[&str]| {
        let skip = side.iter().take_while(is_lead).count();
        let body = side[skip..].join(" ");
        let body = body.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        (!body.is_empty()).then_some(body)
    };
    let after = named(&words[at + 1..]).filter(|_| is_generic);
    after.or_else(|| named(&words[..at]))
}

fn is_leader(body: &str) -> bool {
    let words = text::folded_words(body);
    has_any(&words, "chu tich|pho chu tich|pct|ct|lanh dao|bi thu|d c|dong chi|pcvp")
}

/// Whether any of the phrases, parted by `|`, stands in the words.
pub(super) fn has_any(words: &[String], phrases: &str) -> bool {
    phrases.split('|').any(|phrase| place_of(words, phrase).is_some())
}

/// Where the words of a phrase stand one after the other.
pub(super) fn place_of(words: &[String], phrase: &str) -> Option<usize> {
    (0..words.len()).find(|at| begins_with(&words[*at..], phrase))
}

/// Whether the words begin with those of a phrase.
pub(super) fn begins_with(words: &[String], phrase: &str) -> bool {
    let mut words = words.iter();
    phrase.split_whitespace().all(|part| words.next().is_some_and(|word| word == part))
}

/// Longest sign of repetition, in bytes.
const DITTO_BYTES: usize = 20;

/// A sign for "the same as above": quotation marks, dashes, "nt", "như trên".
pub(super) fn is_ditto(raw: &str) -> bool {
    let text = raw.trim();
    if text.len() > DITTO_BYTES {
        return false;
    }
    let folded = text::folded_words(text).join(" ");
    matches!(folded.as_str(), "nt" | "nhu tren" | "n t")
        || !text.is_empty()
            && text.chars().all(|c| matches!(c, '"' | '\'' | '”' | '“' | '″' | '〃' | '/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_known_in_every_spelling() {
        for (raw, right) in [
            ("KN", Some(Kind::Complaint)),
            ("K.nại", Some(Kind::Complaint)),
            ("Đơn khiếu nại lần 2", Some(Kind::Complaint)),
            ("TC", Some(Kind::Denunciation)),
            ("Tố cáo", Some(Kind::Denunciation)),
            ("KNPA", Some(Kind::Suggestion)),
            ("KN,PA", Some(Kind::Suggestion)),
            ("KN-PA", Some(Kind::Suggestion)),
            ("KN/PA", Some(Kind::Suggestion)),
            ("Kiến nghị, phản ánh", Some(Kind::Suggestion)),
            ("P/ánh", Some(Kind::Suggestion)),
            ("PA", Some(Kind::Suggestion)),
            ("Đề nghị", Some(Kind::Suggestion)),
            ("Kiến nghị", Some(Kind::Suggestion)),
            ("K/nghị", Some(Kind::Suggestion)),
            ("Kiến nghị (KN)", Some(Kind::Suggestion)),
            ("T/c", Some(Kind::Denunciation)),
            ("K/n", Some(Kind::Complaint)),
            ("KN P/ánh", Some(Kind::Suggestion)),
            ("KN, TC", None),
            ("Khiếu nại, tố cáo", None),
            ("Khởi kiện", None),
            ("?", None),
            ("", None),
        ] {
            assert_eq!(kind(raw), right, "{raw}");
        }
    }

    #[test]
    fn ways_of_assignment() {
        for (raw, right) in [
            ("Thụ lý giải quyết", Some(AssignmentMode::Settle)),
            ("Giải quyết", Some(AssignmentMode::Settle)),
            ("Kiểm tra, giải quyết", Some(AssignmentMode::Settle)),
            ("Kiểm tra, tham mưu", Some(AssignmentMode::VerifyAndAdvise)),
            ("Kiểm tra, đề xuất", Some(AssignmentMode::VerifyAndAdvise)),
            ("Tham mưu giải quyết", Some(AssignmentMode::VerifyAndAdvise)),
            ("Xác minh, báo cáo", Some(AssignmentMode::VerifyAndAdvise)),
            ("Trả đơn", None),
        ] {
            assert_eq!(mode(raw), right, "{raw}");
        }
    }

    #[test]
    fn sources_name_a_channel_or_a_body() {
        let body = |channel, name: &str| Some(Source { channel, from_body: Some(name.into()) });
        let plain = |channel| Some(Source { channel, from_body: None });
        for (raw, right) in [
            ("Trực tiếp", plain(Channel::Counter)),
            ("Bưu điện", plain(Channel::Post)),
            ("Qua đường bưu điện chuyển đến", plain(Channel::Post)),
            ("Tiếp công dân", plain(Channel::Reception)),
            ("VP UBND tỉnh chuyển", body(Channel::Forwarded, "VP UBND tỉnh")),
            ("Ban TCD tỉnh chuyển", body(Channel::Forwarded, "Ban TCD tỉnh")),
            ("Do Thanh tra tỉnh chuyển đến", body(Channel::Forwarded, "Thanh tra tỉnh")),
            ("Chuyển từ Sở Xây dựng", body(Channel::Forwarded, "Sở Xây dựng")),
            ("Thanh tra tỉnh", body(Channel::Forwarded, "Thanh tra tỉnh")),
            ("Chủ tịch UBND TP chuyển", body(Channel::Leader, "Chủ tịch UBND TP")),
            ("Cổng thông tin điện tử", plain(Channel::Online)),
            ("?", None),
        ] {
            assert_eq!(source(raw), right, "{raw}");
        }
    }
}
