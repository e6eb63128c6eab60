//! What went wrong with a command, in Vietnamese, with the exit code that says so to scripts.

use std::fmt;
use std::io::ErrorKind;

use crate::app::error::AppError;
use crate::app::import::ReadError;
use crate::exit::Exit;
use crate::label;
use crate::search::SearchError;
use crate::store::error::StoreError;

/// A message and how the command ends.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    exit: Exit,
}

impl Failure {
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { message: message.into(), exit }
    }

    pub(crate) fn exit(&self) -> Exit {
        self.exit
    }
}

impl Failure {
    fn of_io(error: &std::io::Error) -> Self {
        let kind = error.kind();
        if matches!(kind, ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) {
            let words = "không được phép ghi vào thư mục dữ liệu. Kiểm tra chủ sở hữu, quyền và đĩa có chỉ cho đọc.";
            return Self::new(Exit::FolderUnusable, words);
        }
        if kind == ErrorKind::InvalidData {
            let words = "tệp donthu.redb trong thư mục dữ liệu không phải kho của phần mềm này, hoặc đã hỏng từ đầu tệp. \
                         Chưa có gì bị ghi đè; hãy khôi phục từ bản sao lưu.";
            return Self::new(Exit::FolderUnusable, words);
        }
        if kind == ErrorKind::BrokenPipe {
            return Self::new(Exit::Failure, "đầu ra đã đóng trước khi ghi xong.");
        }
        Self::new(Exit::Failure, format!("không dùng được thư mục dữ liệu: {error}"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::AlreadyOpen => Self::new(
                Exit::FolderUnusable,
                "thư mục dữ liệu đang được một tiến trình khác dùng. Dừng tiến trình đó, hoặc chờ nó xong.",
            ),
            StoreError::Newer { found, supported } => Self::new(
                Exit::FolderUnusable,
                format!(
                    "thư mục dữ liệu ở định dạng {found}, bản này chỉ đọc đến {supported}. \
                     Dùng bản phần mềm mới hơn; dữ liệu chưa bị đụng tới."
                ),
            ),
            StoreError::DiskFull => Self::new(
                Exit::Failure,
                "đĩa đã đầy. Những gì đã ghi nhận trước đó vẫn còn nguyên; giải phóng chỗ rồi làm lại.",
            ),
            StoreError::TooLong { table, bytes } => Self::new(
                Exit::Failure,
                format!("bản ghi quá dài cho bảng {table} ({bytes} byte)."),
            ),
            StoreError::Corrupt { table, key, detail } => Self::new(
                Exit::Failure,
                format!(
                    "bản ghi hỏng: bảng {table}, khóa {key} ({detail}). Chạy donthu verify để xem toàn bộ."
                ),
            ),
            StoreError::Seal(fault) => Self::new(Exit::Refused, label::seal_fault(&fault)),
            StoreError::Io(error) => Self::of_io(&error),
            StoreError::Database(error) => {
                Self::new(Exit::Failure, format!("kho dữ liệu báo lỗi: {error}"))
            }
        }
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Refused(reason) => Self::new(Exit::Refused, label::refusal(&reason)),
            AppError::Forbidden => Self::new(Exit::Refused, "không có quyền làm việc này."),
            AppError::Conflict(_) => {
                Self::new(Exit::Refused, "đơn vừa được người khác xử lý; chưa có gì được ghi.")
            }
            AppError::NotFound => Self::new(Exit::Refused, "không tìm thấy."),
            AppError::Store(error) => error.into(),
            AppError::Search(SearchError::Building) => {
                Self::new(Exit::Failure, "đang lập chỉ mục, chờ ít phút rồi tìm lại.")
            }
            AppError::Search(error) => Self::new(
                Exit::Failure,
                format!(
                    "chỉ mục tìm kiếm báo lỗi: {error}. Dữ liệu không bị ảnh hưởng; chạy donthu reindex."
                ),
            ),
            AppError::Internal(detail) => Self::new(Exit::Failure, detail),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        StoreError::from(error).into()
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Self::new(Exit::BadFile, label::unreadable_ledger(&error))
    }
}
