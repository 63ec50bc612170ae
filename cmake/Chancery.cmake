# SPDX-License-Identifier: Apache-2.0
# chancery_library(), chancery_program(), chancery_tests(): how every room is built.
# A room's sources are the .cpp files of its folder, so that a new file is one folder's change.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_AUTOMOC OFF)

find_program(CHANCERY_CCACHE ccache)
if(CHANCERY_CCACHE)
    # Two builds of the same tree in different folders share the cache; precompiled headers need the sloppiness.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}
        CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        ${CHANCERY_CCACHE})
endif()
find_program(CHANCERY_MOLD mold)
if(CHANCERY_MOLD)
    add_link_options(-fuse-ld=mold)
endif()

# One position independent code for libraries and programs, so that they can share precompiled headers.
add_compile_options(-fPIC -pthread)
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
    add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
endif()
if(CHANCERY_SANITIZE)
    add_compile_options(-fsanitize=${CHANCERY_SANITIZE} -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${CHANCERY_SANITIZE})
    if(CHANCERY_SANITIZE MATCHES undefined)
        add_compile_options(-fno-sanitize-recover=undefined)
    endif()
endif()
if(CHANCERY_COVERAGE)
    add_compile_options(-fprofile-instr-generate -fcoverage-mapping)
    add_link_options(-fprofile-instr-generate)
endif()
if(CHANCERY_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(CMAKE_BUILD_TYPE STREQUAL RelWithDebInfo)
    add_compile_options(-D_FORTIFY_SOURCE=2 -fstack-protector-strong)
    add_link_options(-Wl,-z,relro,-z,now -pie)
endif()

add_library(chancery_options INTERFACE)
target_include_directories(chancery_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(chancery_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
    -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast $<$<BOOL:${CHANCERY_WERROR}>:-Werror>)

add_library(chancery_qt_options INTERFACE)
target_compile_definitions(chancery_qt_options INTERFACE QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII
    QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
    QT_NO_FOREACH QT_NO_CONTEXTLESS_CONNECT QT_DISABLE_DEPRECATED_BEFORE=0x060400)

find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(Qt6 6.4 REQUIRED COMPONENTS Core Test)
# Qt defines each test's folders for it; different in every target, they would forbid a shared precompiled header.
get_target_property(test_definitions Qt6::Test INTERFACE_COMPILE_DEFINITIONS)
list(FILTER test_definitions EXCLUDE REGEX QT_TESTCASE_)
set_target_properties(Qt6::Test PROPERTIES INTERFACE_COMPILE_DEFINITIONS "${test_definitions}")

# chancery_library(NAME [QT] [LIBS ...] [SYSTEM_INCLUDES ...] [PCH header...]): the static library of a room.
function(chancery_library name)
    cmake_parse_arguments(arg "QT" "PCH_FROM" "LIBS;PRIVATE_LIBS;PCH" ${ARGN})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp ${CMAKE_CURRENT_SOURCE_DIR}/*.ui)
    file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.h)
    list(FILTER sources EXCLUDE REGEX "main\\.cpp$")
    add_library(chancery_${name} STATIC ${sources} ${headers})
    target_link_libraries(chancery_${name} PUBLIC chancery_options ${arg_LIBS} PRIVATE ${arg_PRIVATE_LIBS})
    if(arg_QT)
        target_link_libraries(chancery_${name} PUBLIC chancery_qt_options)
        set_target_properties(chancery_${name} PROPERTIES AUTOMOC ON AUTOUIC ON)
    endif()
    if(arg_PCH)
        target_precompile_headers(chancery_${name} PRIVATE ${arg_PCH})
    elseif(arg_PCH_FROM)
        target_precompile_headers(chancery_${name} REUSE_FROM ${arg_PCH_FROM})
    endif()
endfunction()

# chancery_program(NAME MAIN file LIBS ...): one of the executables in build/<preset>/bin.
function(chancery_program name)
    cmake_parse_arguments(arg "QT" "" "MAIN;LIBS" ${ARGN})
    add_executable(${name} ${arg_MAIN})
    target_link_libraries(${name} PRIVATE chancery_options ${arg_LIBS})
    if(arg_QT)
        target_link_libraries(${name} PRIVATE chancery_qt_options)
        set_target_properties(${name} PROPERTIES AUTOMOC ON)
    endif()
endfunction()

# chancery_moc(target source): what the source includes at its end as "NAME.moc". AUTOMOC would run CMake twice and compile
# an empty file for each of the test programs, a seventh of the time of a whole build. Their classes name nothing that
# moc would have to look up in headers, so it needs none.
function(chancery_moc target source)
    get_filename_component(stem ${source} NAME_WE)
    set(folder ${CMAKE_CURRENT_BINARY_DIR}/moc/${target})
    file(MAKE_DIRECTORY ${folder})
    add_custom_command(OUTPUT ${folder}/${stem}.moc DEPENDS ${source} Qt6::moc VERBATIM
        COMMAND Qt6::moc ${source} -o ${folder}/${stem}.moc)
    target_sources(${target} PRIVATE ${folder}/${stem}.moc)
    target_include_directories(${target} PRIVATE ${folder})
endfunction()

# chancery_tests(ROOM name LIBS ... [TIMEOUT s]): every tst_*.cpp of the folder becomes a test program of that room.
# A test runs offscreen, with a home of its own, a fixed locale and zone.
function(chancery_tests)
    cmake_parse_arguments(arg "GUI" "ROOM;TIMEOUT" "LIBS" ${ARGN})
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 60)
    endif()
    if(CHANCERY_SANITIZE)
        math(EXPR arg_TIMEOUT "${arg_TIMEOUT} * 6")
    endif()
    file(GLOB tests CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/tst_*.cpp)
    foreach(source IN LISTS tests)
        get_filename_component(stem ${source} NAME_WE)
        set(target ${arg_ROOM}_${stem})
        add_executable(${target} ${source})
        set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
        chancery_moc(${target} ${source})
        target_link_libraries(${target} PRIVATE ${arg_LIBS} chancery_test_support chancery_options chancery_qt_options)
        if(NOT arg_GUI)
            target_precompile_headers(${target} REUSE_FROM chancery_test_support)
        endif()
        add_test(NAME ${arg_ROOM}.${stem}
            COMMAND ${CMAKE_SOURCE_DIR}/tests/support/sandbox.sh $<TARGET_FILE:${target}>
            WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
        # What goes by chance goes often enough at night alone.
        set(labels ${arg_ROOM})
        set(timeout ${arg_TIMEOUT})
        set(long)
        file(STRINGS ${source} reads REGEX CHANCERY_LONG_TESTS LIMIT_COUNT 1)
        if(CHANCERY_LONG AND reads)
            list(APPEND labels long)
            set(timeout 14400)
            set(long "CHANCERY_LONG_TESTS=1;")
        endif()
        set_tests_properties(${arg_ROOM}.${stem} PROPERTIES LABELS "${labels}" TIMEOUT ${timeout}
            ENVIRONMENT "${long}TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/support/tsan.supp ignore_noninstrumented_modules=1;LSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/support/lsan.supp print_suppressions=0;UBSAN_OPTIONS=print_stacktrace=1")
    endforeach()
endfunction()
