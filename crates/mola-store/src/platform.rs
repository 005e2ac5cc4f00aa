//! What differs between operating systems: private folders and their fsync.

use std::io;
use std::path::Path;

/// Makes a folder and its parents where they are missing. On Unix a folder that is made here can be
/// entered by its owner only; on Windows it has the rights of its parent.
pub(crate) fn make_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Makes a new file. On Unix it can be read by its owner only; on Windows it has the rights of its folder.
pub(crate) fn create_private_file(path: &Path) -> io::Result<std::fs::File> {
    let mut options = std::fs::File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Puts the names in a folder on the disk. Windows has no such call: there a name may be lost when
/// the power fails, and the file is then read and written again by the next run.
#[cfg(unix)]
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    std::fs::File::open(path)?.sync_all()
}

#[cfg(not(unix))]
pub(crate) fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}
