//! What the library of the command line says, in Vietnamese: its help, and what is wrong with a command line.
//!
//! Everything that it writes goes through here, so that no English is left. Called by `cli` when parsing ends early.

use std::io::Write;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::exit::Exit;

/// The library's own words, and ours.
const WORDS: [(&str, &str); 12] = [
    ("Usage:", "Cách dùng:"),
    ("Commands:", "Lệnh:"),
    ("Arguments:", "Tham số:"),
    ("Options:", "Tùy chọn:"),
    ("[OPTIONS]", "[TÙY_CHỌN]"),
    ("<COMMAND>", "<LỆNH>"),
    ("Print help", "In trợ giúp này"),
    ("Print version", "In số phiên bản"),
    ("[default:", "[mặc định:"),
    ("[env:", "[biến môi trường:"),
    ("[possible values: ", "[một trong: "),
    ("[aliases:", "[tên khác:"),
];

/// Writes the help that was asked for, or what is wrong, and says how the command ends.
pub(super) fn explain(error: &Error) -> Exit {
    let help = || in_vietnamese(&error.render().to_string());
    let kind = error.kind();
    if matches!(kind, ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        drop(writeln!(std::io::stdout(), "{}", help().trim_end()));
        return Exit::Success;
    }
    if kind == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        super::say("Lỗi: dòng lệnh không đúng: thiếu lệnh.\n");
        super::say(help().trim_end());
        return Exit::Usage;
    }
    super::say(&format!("Lỗi: dòng lệnh không đúng: {}", what_is_wrong(error)));
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        super::say(in_vietnamese(&usage.to_string()).trim_end());
    }
    super::say("Gõ thêm --help để xem cách dùng và ví dụ.");
    Exit::Usage
}

fn in_vietnamese(text: &str) -> String {
    WORDS.iter().fold(text.to_owned(), |text, (theirs, ours)| text.replace(theirs, ours))
}

/// The mistake, in the words of who made it.
fn what_is_wrong(error: &Error) -> String {
    let argument = words(error, ContextKind::InvalidArg);
    let value = words(error, ContextKind::InvalidValue);
    let better =
        [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
            .map(|kind| words(error, kind))
            .concat();
    let better = if better.is_empty() {
        better
    } else {
        format!("; có phải “{}”?", better.replace(", ", "” hoặc “"))
    };
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("không có lệnh “{}”{better}", words(error, ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand => {
            format!("thiếu lệnh, một trong: {}", words(error, ContextKind::ValidSubcommand))
        }
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            format!("không có tùy chọn “{argument}”{better}")
        }
        ErrorKind::UnknownArgument => format!("thừa “{argument}”"),
        ErrorKind::MissingRequiredArgument => format!("thiếu {argument}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("thiếu giá trị của {argument}"),
        ErrorKind::InvalidValue => {
            let valid = words(error, ContextKind::ValidValue);
            format!("{argument} không nhận “{value}”, chỉ nhận: {valid}{better}")
        }
        ErrorKind::ValueValidation => {
            format!("{argument} không nhận “{value}”: cần {}", what_is_taken(&argument))
        }
        ErrorKind::ArgumentConflict => {
            let other = words(error, ContextKind::PriorArg);
            if other.is_empty() || other == argument {
                format!("{argument} chỉ ghi một lần")
            } else {
                format!("{argument} không đi cùng {other}")
            }
        }
        ErrorKind::NoEquals
        | ErrorKind::TooManyValues
        | ErrorKind::TooFewValues
        | ErrorKind::WrongNumberOfValues => format!("sai số giá trị của {argument}"),
        ErrorKind::InvalidUtf8 => "có chữ không phải UTF-8".to_owned(),
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        | ErrorKind::Io
        | ErrorKind::Format
        | _ => "không đọc được".to_owned(),
    }
}

/// What an argument whose values are parsed takes: addresses; all others are numbers.
fn what_is_taken(argument: &str) -> &'static str {
    if argument.starts_with("--listen") || argument.starts_with("--redirect-from") {
        "địa chỉ và cổng, như 127.0.0.1:8080"
    } else if argument.starts_with("--behind-proxy") {
        "địa chỉ của proxy, không có cổng, như 10.0.0.5"
    } else if argument.starts_with("--journal-head") {
        "số mục và mã chốt như trên biên bản, dạng 1234:9f86d0…"
    } else {
        "một số nguyên không âm, viết bằng chữ số"
    }
}

fn words(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(word)) => word.clone(),
        Some(ContextValue::Strings(words)) => words.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::StyledStrs(texts)) => {
            texts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        }
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}
