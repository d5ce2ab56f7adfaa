# Without the functions' environment variables, which may hold secrets.
aws lambda list-functions --query 'Functions[].{FunctionName: FunctionName, FunctionArn: FunctionArn, Runtime: Runtime, MemorySize: MemorySize, Architectures: Architectures, PackageType: PackageType}'
