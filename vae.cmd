@echo off
rem The commands of ./vae on Windows: builds the program and runs it in the caller's folder.
setlocal
set DOTNET_CLI_TELEMETRY_OPTOUT=1
set DOTNET_NOLOGO=1
set root=%~dp0
if "%~1"=="test" (dotnet test "%root%VaePipeline.sln" -c Release -m:1 & exit /b)
if "%~1"=="demo" (call :demo & exit /b)
if "%~1"=="bench" (dotnet run -c Release --project "%root%bench\VaePipeline.Benchmarks" -- %2 %3 %4 %5 %6 %7 %8 %9 & exit /b)
dotnet msbuild "%root%src\Cli" -restore -p:Configuration=Release -v:q -nologo -tl:off 1>&2 || (echo error: src\Cli could not be built; dotnet's reason is above. 1>&2 & exit /b 1)
dotnet "%root%artifacts\bin\VaePipeline.Cli\release\vae.dll" %*
exit /b

:demo
cd /d "%root%"
if exist demo rmdir /s /q demo
call vae.cmd train --data digits --images 12000 --epochs 8 --output demo/model || exit /b
call vae.cmd generate samples/latents.csv --model demo/model --output demo/digits.png || exit /b
call vae.cmd grid --model demo/model --output demo/manifold.png --points demo/points.svg
exit /b
