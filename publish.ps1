#!/usr/bin/env pwsh
# Publishes the native server for one runtime identifier, by default linux-x64, into ./out.
param([string]$Rid = 'linux-x64', [string]$Output = 'out')
dotnet publish "$PSScriptRoot/src/AotSse.Server" -r $Rid -o $Output
exit $LASTEXITCODE
