//! Words for past ledgers: their columns, why a row waits, why a file is none.

use super::count;
use crate::app::import::ReadError;
use crate::domain::ledger::{BookError, Column, Fault, SheetResult};
use crate::workbook::{Measure, WorkbookError};

/// The heading of a ledger column.
pub fn ledger_column(column: Column) -> &'static str {
    match column {
        Column::Ordinal => "Số thứ tự",
        Column::ReceivedOn => "Ngày đến",
        Column::WrittenOn => "Ngày ghi trong đơn",
        Column::Sender => "Người gửi",
        Column::SenderAndAddress => "Người gửi, địa chỉ",
        Column::Address => "Địa chỉ",
        Column::Ward => "Phường, xã",
        Column::IdentityNumber => "Số CCCD/CMND",
        Column::Phone => "Điện thoại",
        Column::GroupSize => "Số người",
        Column::Source => "Nguồn đơn",
        Column::Kind => "Loại đơn",
        Column::Field => "Lĩnh vực",
        Column::Content => "Nội dung",
        Column::Respondent => "Người bị khiếu nại, tố cáo",
        Column::Unit => "Đơn vị được giao",
        Column::Mode => "Hình thức giao",
        Column::AssigningDocument => "Văn bản giao",
        Column::AssigningDate => "Ngày văn bản giao",
        Column::DueOn => "Thời hạn",
        Column::Result => "Kết quả giải quyết",
        Column::ResultDate => "Ngày có kết quả",
        Column::Note => "Ghi chú",
    }
}

/// Why a ledger row waits.
pub fn fault(fault: &Fault) -> String {
    match fault {
        Fault::NoKind => "Chưa ghi loại đơn.".into(),
        Fault::UnknownKind(text) => format!("Không rõ loại đơn “{text}”."),
        Fault::NoContent => "Chưa ghi nội dung.".into(),
        Fault::NoDate => "Chưa ghi ngày đến, phía trên cũng không có ngày nào.".into(),
        Fault::DateAboveUnknown { row } => {
            format!("Ngày đến để trống (như dòng trên), mà ngày ở dòng {row} chưa đúng.")
        }
        Fault::NoSuchDate { column, text } => {
            format!("{}: không có ngày “{text}”.", ledger_column(*column))
        }
        Fault::ImplausibleYear { column, text } => {
            format!("{}: năm trong “{text}” không hợp với sổ.", ledger_column(*column))
        }
        Fault::UnreadableDate { column, text } => {
            format!("{}: “{text}” không phải là ngày.", ledger_column(*column))
        }
        Fault::UnreadableGroupSize(text) => format!("Số người “{text}” không phải là số từ 1."),
        Fault::TooLong { column, max } => {
            format!("{}: dài quá {max} ký tự.", ledger_column(*column))
        }
    }
}

/// Why a file is not a ledger, in words for whoever chose it.
pub fn unreadable_ledger(error: &ReadError) -> String {
    let words = match error {
        ReadError::Workbook(error) => return unreadable_workbook(error),
        ReadError::Book(BookError::Stopped) => {
            return unreadable_workbook(&WorkbookError::TooSlow);
        }
        ReadError::Book(BookError::NoLedger { sheets }) => {
            let sheets = sheets.iter().map(|sheet| match sheet.result {
                SheetResult::Empty => format!("“{}” trống", sheet.name),
                SheetResult::NoHeader => format!("“{}” không có dòng tiêu đề của sổ", sheet.name),
                SheetResult::Read { .. } => format!("“{}”", sheet.name),
            });
            sheets.collect::<Vec<_>>().join("; ")
        }
    };
    format!(
        "tệp không có trang nào là sổ theo dõi đơn ({words}). Cần một dòng tiêu đề có ít nhất \
         ngày đến, người gửi, nội dung. Chưa có gì được ghi."
    )
}

fn unreadable_workbook(error: &WorkbookError) -> String {
    let what = match error {
        WorkbookError::Empty => "tệp trống".into(),
        WorkbookError::NotAWorkbook => {
            "tệp không phải bảng tính (.xlsx, .xls, .ods hoặc .csv), dù tên có thể nói khác".into()
        }
        WorkbookError::Truncated => "tệp bị cụt, có thể do sao chép hoặc tải dở".into(),
        WorkbookError::PasswordProtected => {
            "tệp có mật khẩu; mở bằng Excel, bỏ mật khẩu rồi lưu lại".into()
        }
        WorkbookError::TooLarge { what, limit } => {
            let what = match what {
                Measure::FileBytes => "số byte của tệp",
                Measure::InflatedBytes | Measure::PartBytes => "số byte sau khi giải nén",
                Measure::Parts => "số thành phần trong tệp",
                Measure::Sheets => "số trang",
                Measure::Rows => "số dòng",
                Measure::Cells => "số ô",
                Measure::CellChars => "số ký tự trong một ô",
            };
            format!("tệp quá lớn: {what} vượt {}", count(*limit))
        }
        WorkbookError::TooSlow => "đọc tệp quá lâu nên đã dừng".into(),
        WorkbookError::Cancelled => "đã dừng theo yêu cầu".into(),
        WorkbookError::ForbiddenXml => {
            "tệp có khai báo XML mà không phần mềm bảng tính nào ghi; không nhận".into()
        }
        WorkbookError::Unreadable(detail) => format!("tệp hỏng ({detail})"),
    };
    format!("{what}. Chưa có gì được ghi.")
}
