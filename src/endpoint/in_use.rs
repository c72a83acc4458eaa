//! Who works on an endpoint's folder: any number of endpoints, or somebody who puts another
//! database in its place. The system forgets the lock of who has died.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// The file that is locked. It stays empty.
const FILE: &str = "in-use";

/// Why the folder cannot be had.
#[derive(Debug, Error)]
pub enum InUse {
    /// Somebody else has it.
    #[error("an endpoint is running in {0}; stop it first")]
    Running(PathBuf),
    /// Another database is being put there.
    #[error("a backup is being brought back in {0}; try again when that is done")]
    Restoring(PathBuf),
    /// It cannot be made, or locked.
    #[error("the folder {0} cannot be made or entered: {1}")]
    Folder(PathBuf, io::Error),
}

fn open(folder: &Path) -> io::Result<File> {
    // What is made here is for nobody else; a folder that is there is as its host wants it.
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)?;
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    options.open(folder.join(FILE))
}

/// While this lives, nobody puts another database there.
#[derive(Debug)]
pub struct Shared {
    _file: File,
}

impl Shared {
    /// Makes the folder where there is none.
    ///
    /// # Errors
    /// [`InUse`].
    pub fn in_folder(folder: &Path) -> Result<Shared, InUse> {
        let failed = |error| InUse::Folder(folder.to_path_buf(), error);
        let file = open(folder).map_err(failed)?;
        match file.try_lock_shared() {
            Ok(()) => Ok(Shared { _file: file }),
            Err(TryLockError::WouldBlock) => Err(InUse::Restoring(folder.to_path_buf())),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }
}

/// While this lives, no endpoint runs there.
#[derive(Debug)]
pub struct Alone {
    _file: File,
}

impl Alone {
    /// Makes the folder where there is none.
    ///
    /// # Errors
    /// [`InUse`].
    pub fn in_folder(folder: &Path) -> Result<Alone, InUse> {
        let failed = |error| InUse::Folder(folder.to_path_buf(), error);
        let file = open(folder).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Alone { _file: file }),
            Err(TryLockError::WouldBlock) => Err(InUse::Running(folder.to_path_buf())),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }
}
