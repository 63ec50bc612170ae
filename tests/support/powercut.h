// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <deque>
#include <map>
#include <string>
#include <vector>

namespace chancery::support {

// What becomes of the disk when the power goes in the middle of a write.
enum class Cut {
    Killed, // the write is not made; all before it is there
    Torn, // the first half of it is made
    TornAtItsEnd, // the second half of it is made, not the first
    Unsynced // nothing of what no sync has followed is made
};

// While it lives, SQLite's own file system is this one: the real one, until as many writes were
// made as it is told. From there on nothing reaches the disk any more. One at a time.
class PowerCut {
public:
    PowerCut(Cut cut, int writes)
        : m_cut(cut)
        , m_left(writes)
        , m_real(sqlite3_vfs_find(nullptr))
    {
        m_vfs = *m_real;
        m_vfs.pNext = nullptr;
        m_vfs.zName = "chancery-powercut";
        m_vfs.szOsFile = int(sizeof(File)) + m_real->szOsFile;
        m_vfs.pAppData = this;
        m_vfs.xOpen = &PowerCut::open;
        m_vfs.xDelete = &PowerCut::remove;
        sqlite3_vfs_register(&m_vfs, 1);
        s_present = this;
    }
    ~PowerCut()
    {
        sqlite3_vfs_unregister(&m_vfs);
        sqlite3_vfs_register(m_real, 1);
    }
    PowerCut(const PowerCut &) = delete;
    PowerCut &operator=(const PowerCut &) = delete;

    bool isOff() const { return m_isOff; }
    int writes() const { return m_made; }

private:
    struct File {
        sqlite3_file base;
        PowerCut *owner;
        const sqlite3_io_methods *real;
    };
    // What was where a write has gone to since the last sync.
    struct Before {
        sqlite3_int64 offset = 0;
        std::string bytes;
        sqlite3_int64 size = 0; // of the file
    };

    static sqlite3_file *below(sqlite3_file *file)
    {
        return reinterpret_cast<sqlite3_file *>(reinterpret_cast<File *>(file) + 1);
    }
    // What is not looked at.
    template <auto Method>
    struct Pass;
    template <typename R, typename... Values,
        R (*sqlite3_io_methods::*Method)(sqlite3_file *, Values...)>
    struct Pass<Method> {
        static R call(sqlite3_file *file, Values... values)
        {
            return (real(file).*Method)(below(file), values...);
        }
    };
    static PowerCut &ownerOf(sqlite3_file *file) { return *reinterpret_cast<File *>(file)->owner; }
    static const sqlite3_io_methods &real(sqlite3_file *file)
    {
        return *reinterpret_cast<File *>(file)->real;
    }
    void remember(sqlite3_file *file, int count, sqlite3_int64 offset)
    {
        Before before{offset, std::string(std::size_t(count), '\0'), 0};
        real(file).xFileSize(below(file), &before.size);
        const auto present = std::clamp<sqlite3_int64>(before.size - offset, 0, count);
        before.bytes.resize(std::size_t(present));
        if (present > 0)
            real(file).xRead(below(file), before.bytes.data(), int(present), offset);
        m_unsynced[file].push_front(std::move(before));
    }
    void undo()
    {
        for (auto &[file, befores] : m_unsynced) {
            for (const auto &before : befores) {
                real(file).xWrite(
                    below(file), before.bytes.data(), int(before.bytes.size()), before.offset);
                real(file).xTruncate(below(file), before.size);
            }
        }
    }
    // True where the write may be made as it is.
    bool takes(sqlite3_file *file, const void *source, int count, sqlite3_int64 offset)
    {
        if (m_isOff)
            return false;
        if (m_made++ < m_left) {
            remember(file, count, offset);
            return true;
        }
        m_isOff = true;
        const auto *bytes = static_cast<const char *>(source);
        const int half = count / 2;
        if (m_cut == Cut::Torn)
            real(file).xWrite(below(file), bytes, half, offset);
        if (m_cut == Cut::TornAtItsEnd)
            real(file).xWrite(below(file), bytes + half, count - half, offset + half);
        if (m_cut == Cut::Unsynced)
            undo();
        return false;
    }

    static int open(
        sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *outFlags)
    {
        auto *self = static_cast<PowerCut *>(vfs->pAppData);
        auto *wanted = reinterpret_cast<File *>(file);
        wanted->base.pMethods = nullptr;
        const int outcome = self->m_real->xOpen(self->m_real, name, below(file), flags, outFlags);
        if (outcome != SQLITE_OK)
            return outcome;
        wanted->owner = self;
        wanted->real = below(file)->pMethods;
        self->m_methods = *wanted->real;
        self->m_methods.iVersion = 2;
        self->forward();
        wanted->base.pMethods = &self->m_methods;
        return SQLITE_OK;
    }
    static int remove(sqlite3_vfs *, const char *name, int sync)
    {
        // A layer above has this function with data of its own.
        auto *self = s_present;
        return self->m_isOff ? SQLITE_IOERR_DELETE
                             : self->m_real->xDelete(self->m_real, name, sync);
    }
    void forward()
    {
        auto &methods = m_methods;
        methods.xClose = [](sqlite3_file *file) {
            ownerOf(file).m_unsynced.erase(file);
            return real(file).xClose(below(file));
        };
        methods.xRead = &Pass<&sqlite3_io_methods::xRead>::call;
        methods.xWrite
            = [](sqlite3_file *file, const void *source, int count, sqlite3_int64 offset) {
                  return ownerOf(file).takes(file, source, count, offset)
                      ? real(file).xWrite(below(file), source, count, offset)
                      : SQLITE_IOERR_WRITE;
              };
        methods.xTruncate = [](sqlite3_file *file, sqlite3_int64 size) {
            return ownerOf(file).m_isOff ? SQLITE_IOERR_TRUNCATE
                                         : real(file).xTruncate(below(file), size);
        };
        methods.xSync = [](sqlite3_file *file, int flags) {
            if (ownerOf(file).m_isOff)
                return SQLITE_IOERR_FSYNC;
            ownerOf(file).m_unsynced[file].clear();
            return real(file).xSync(below(file), flags);
        };
        methods.xFileSize = &Pass<&sqlite3_io_methods::xFileSize>::call;
        methods.xLock = &Pass<&sqlite3_io_methods::xLock>::call;
        methods.xUnlock = &Pass<&sqlite3_io_methods::xUnlock>::call;
        methods.xCheckReservedLock = &Pass<&sqlite3_io_methods::xCheckReservedLock>::call;
        methods.xFileControl = &Pass<&sqlite3_io_methods::xFileControl>::call;
        methods.xSectorSize = &Pass<&sqlite3_io_methods::xSectorSize>::call;
        methods.xDeviceCharacteristics = &Pass<&sqlite3_io_methods::xDeviceCharacteristics>::call;
        methods.xShmMap = &Pass<&sqlite3_io_methods::xShmMap>::call;
        methods.xShmLock = &Pass<&sqlite3_io_methods::xShmLock>::call;
        methods.xShmBarrier = &Pass<&sqlite3_io_methods::xShmBarrier>::call;
        methods.xShmUnmap = &Pass<&sqlite3_io_methods::xShmUnmap>::call;
    }
    inline static PowerCut *s_present = nullptr;
    Cut m_cut;
    int m_left;
    int m_made = 0;
    bool m_isOff = false;
    std::map<sqlite3_file *, std::deque<Before>> m_unsynced;
    sqlite3_vfs *m_real;
    sqlite3_vfs m_vfs{};
    sqlite3_io_methods m_methods{};
};

} // namespace chancery::support
