//! The columns of a ledger, and the header words that mean each.
//!
//! Offices order and word their columns as they like; a header means the column whose longest phrase it contains.
//! The phrases are in `phrases`. Called by `header`, and by `settle` for what only the values can tell.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::phrases::{ABBREVIATIONS, AMBIGUOUS, FOREIGN, PHRASES, WHOLE};
use crate::domain::petition::closed_set;
use crate::domain::text;

closed_set! {
    /// What a column of the ledger is about.
    Column {
        /// Số thứ tự, số đến.
        Ordinal = "so-thu-tu",
        /// Ngày đến: the day of receipt.
        ReceivedOn = "ngay-den",
        /// Ngày ghi trên đơn.
        WrittenOn = "ngay-viet",
        /// Họ và tên người gửi.
        Sender = "nguoi-gui",
        /// Name and address of the sender in one cell.
        SenderAndAddress = "nguoi-gui-dia-chi",
        /// Địa chỉ.
        Address = "dia-chi",
        /// Phường, xã, where it has a column of its own.
        Ward = "phuong-xa",
        /// Số CMND, CCCD.
        IdentityNumber = "so-giay-to",
        /// Điện thoại.
        Phone = "dien-thoai",
        /// Số người, where it has a column of its own.
        GroupSize = "so-nguoi",
        /// Nguồn đơn: how it came in.
        Source = "nguon-don",
        /// Loại đơn.
        Kind = "loai-don",
        /// Lĩnh vực.
        Field = "linh-vuc",
        /// Nội dung.
        Content = "noi-dung",
        /// Người bị khiếu nại, bị tố cáo.
        Respondent = "nguoi-bi",
        /// Đơn vị được giao.
        Unit = "don-vi",
        /// Hình thức giao.
        Mode = "hinh-thuc-giao",
        /// Văn bản giao: number, and day where both stand in one cell.
        AssigningDocument = "van-ban-giao",
        /// Ngày văn bản giao.
        AssigningDate = "ngay-giao",
        /// Thời hạn.
        DueOn = "thoi-han",
        /// Kết quả giải quyết: paper, number, and day where all stand in one cell.
        Result = "ket-qua",
        /// Ngày của văn bản kết quả.
        ResultDate = "ngay-ket-qua",
        /// Ghi chú.
        Note = "ghi-chu",
    }
}

impl Column {
    /// Whether it tells who the sender is.
    pub fn is_of_sender(self) -> bool {
        matches!(
            self,
            Self::Sender
                | Self::SenderAndAddress
                | Self::Address
                | Self::Ward
                | Self::IdentityNumber
                | Self::Phone
        )
    }
}

/// What a header says of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sense {
    /// What the column is about; `None` is a column that no field holds.
    pub column: Option<Column>,
    /// Words of the phrase by which it is known: the more, the surer.
    pub words: usize,
    /// Where the phrase begins, in words.
    at: usize,
}

/// A phrase, its words parted, and what it means.
struct Phrase {
    words: Vec<&'static str>,
    column: Option<Column>,
    is_whole: bool,
}

/// Every phrase, under its first word.
static INDEX: LazyLock<HashMap<&'static str, Vec<Phrase>>> = LazyLock::new(|| {
    let known = PHRASES.iter().map(|(column, all)| (Some(*column), *all, false));
    let whole = WHOLE.iter().map(|(column, all)| (Some(*column), *all, true));
    let mut index: HashMap<&str, Vec<Phrase>> = HashMap::new();
    for (column, all, is_whole) in known.chain(whole).chain([(None, FOREIGN, false)]) {
        for phrase in all.split('|') {
            let words: Vec<&str> = phrase.split_whitespace().collect();
            if let Some(first) = words.first() {
                index.entry(first).or_default().push(Phrase { words, column, is_whole });
            }
        }
    }
    index
});

/// Abbreviations by their first word: the second, if they have one, and what they mean.
type Abbreviations = HashMap<&'static str, Vec<(Option<&'static str>, &'static str)>>;

static SHORT: LazyLock<Abbreviations> = LazyLock::new(|| {
    let mut index: HashMap<&str, Vec<(Option<&str>, &str)>> = HashMap::new();
    for (short, long) in ABBREVIATIONS {
        let (first, second) =
            short.split_once(' ').map_or((*short, None), |(first, second)| (first, Some(second)));
        index.entry(first).or_default().push((second, long));
    }
    index
});

/// The column that a header means.
pub(super) fn meant_by(header: &str) -> Option<Column> {
    sense_of(header)?.column
}

/// What a header means, if any of its words are known.
pub(super) fn sense_of(header: &str) -> Option<Sense> {
    let words = written_out(header);
    let mut senses = senses(&words);
    let is_numbered = words.iter().any(|word| word == "so");
    if words.first().is_some_and(|word| word == "ngay") && !is_numbered {
        // "Ngày công dân nộp đơn" is about a day, whoever is named beside it.
        senses.retain(|sense| sense.column.is_none_or(is_day));
    }
    // Of phrases of one length the one that begins first is what the header is about.
    let best = senses.iter().min_by_key(|sense| (Reverse(sense.words), sense.at)).copied();
    let is_receipt = words.first().is_some_and(|word| word == "ngay")
        && words.iter().any(|word| matches!(word.as_str(), "nhan" | "den" | "nop"));
    let Some(mut best) = best else {
        let receipt = Sense { column: Some(Column::ReceivedOn), words: 2, at: 0 };
        return (is_receipt && !is_numbered).then_some(receipt);
    };
    let Some(column) = best.column else { return Some(best) };
    let elsewhere = |other: Column| {
        let of_it = senses.iter().filter(|sense| sense.column == Some(other));
        of_it.max_by_key(|sense| (sense.words, Reverse(sense.at))).map(|sense| sense.at)
    };
    let bracket = header.split_once('(').map(|(_, inside)| self::senses(&written_out(inside)));
    let in_brackets =
        |column: Column| bracket.iter().flatten().any(|sense| sense.column == Some(column));
    let address =
        elsewhere(Column::Address).or(in_brackets(Column::Address).then_some(words.len()));
    let first_name = senses.iter().filter(|sense| sense.column == Some(Column::Sender));
    let first_name = first_name.map(|sense| sense.at).min();
    let name_leads = words.first().is_some_and(|word| word == "ten")
        || first_name.is_some_and(|name| name < best.at);
    best.column = Some(if column == Column::AssigningDate && is_numbered {
        Column::AssigningDocument
    } else if column == Column::ResultDate && is_numbered {
        Column::Result
    } else if column == Column::Sender && address > first_name && address.is_some()
        || column == Column::Address && name_leads
        || matches!(column, Column::Phone | Column::IdentityNumber)
            && name_leads
            && address.is_some()
    {
        Column::SenderAndAddress
    } else if column == Column::Sender && address.is_some() {
        // "Địa chỉ người làm đơn" is about the address, however long the sender's words.
        Column::Address
    } else if matches!(column, Column::Mode | Column::Source) && in_brackets(Column::Kind) {
        Column::Kind
    } else {
        column
    });
    Some(best)
}

/// Whether what stands under the column is a day.
pub(super) fn is_day(column: Column) -> bool {
    matches!(
        column,
        Column::ReceivedOn
            | Column::WrittenOn
            | Column::AssigningDate
            | Column::DueOn
            | Column::ResultDate
    )
}

/// Whether the header is one that has nothing but a day in it ("Ngày", "Ngày, tháng"): of what, its place shows.
pub(super) fn is_bare_day(header: &str) -> bool {
    matches!(
        written_out(header).join(" ").as_str(),
        "ngay" | "ngay thang" | "ngay thang nam" | "thoi gian"
    )
}

/// The columns that an ambiguous header may mean.
pub(super) fn candidates(header: &str) -> Option<&'static [Column]> {
    let words = written_out(header).join(" ");
    let is_it = |all: &str| all.split('|').any(|phrase| phrase == words);
    AMBIGUOUS.iter().find(|(_, all)| is_it(all)).map(|(columns, _)| *columns)
}

/// Folded words with abbreviations written out; what stands in brackets only explains.
fn written_out(header: &str) -> Vec<String> {
    let outside = header.split('(').next().unwrap_or(header);
    let shown = if outside.trim().is_empty() { header } else { outside };
    let words = text::folded_words(shown);
    let mut out = Vec::with_capacity(words.len());
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let pair = words.get(at + 1).and_then(|next| {
            SHORT.get(word.as_str())?.iter().find(|(second, _)| *second == Some(next.as_str()))
        });
        let alone = || SHORT.get(word.as_str())?.iter().find(|(second, _)| second.is_none());
        match pair.or_else(alone) {
            Some((_, long)) => out.extend(long.split(' ').map(str::to_owned)),
            None => out.push(word.clone()),
        }
        at += if pair.is_some() { 2 } else { 1 };
    }
    out
}

/// Every phrase that stands in the header.
fn senses(words: &[String]) -> Vec<Sense> {
    let mut found = Vec::new();
    for at in 0..words.len() {
        for phrase in INDEX.get(words[at].as_str()).into_iter().flatten() {
            let length = phrase.words.len();
            let stands = words[at..].len() >= length
                && phrase.words.iter().zip(&words[at..]).all(|(a, b)| a == b);
            if stands && (!phrase.is_whole || length == words.len()) {
                found.push(Sense { column: phrase.column, words: length, at });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests;
